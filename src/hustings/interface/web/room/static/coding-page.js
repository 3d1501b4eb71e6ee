// What a coder does: goes from unit to unit, answers, saves, and takes back.

import { isDone, isUnsure, united, without } from "./coding-answers.js";
import { Desk, feedbackOf, keyOf, withLetters } from "./coding-desk.js";
import { byId } from "./coding-dom.js";
import { KeyQueue } from "./coding-keys.js";
import { Outbox, Shelf } from "./coding-outbox.js";
import { Picker } from "./coding-picker.js";
import { Units } from "./coding-units.js";
import { sayFeedback, sayRestored, View } from "./coding-view.js";

/** @import {Answer, Answers, Api, ApiError, Assignment, Feedback, Receipt, Restored, Stretch} from "./coding-api.js" */
/** @import {Letter} from "./coding-outbox.js" */

const PATIENCE = 2000; // after so long the coder may work on while a letter travels

export class CodingPage {
  /** @type {Desk | null} */
  desk = null;
  /** @type {Feedback[] | null} */
  feedback = null;
  hasEnded = false;
  /** Whether the coder was told what is open, so that Enter leaves it so. */
  #isTold = false;
  /** Whether the unit before was saved just now: a voice says so with the next one. */
  #isSaved = false;
  /** @type {ApiError | null} */
  #problem = null;

  /** @param {Api} api  @param {string} coder  @param {Assignment} assignment  @param {URL} room  @param {(key: string) => void} press  @param {typeof View} Seen */
  constructor(api, coder, assignment, room, press, Seen = View) {
    this.api = api;
    this.id = assignment.assignment;
    this.variables = assignment.codebook.variables;
    this.isUnitising = assignment.unitising;
    this.units = new Units(api, this.id, assignment.states);
    this.queue = new KeyQueue(press);
    this.shelf = new Shelf(coder, this.id);
    this.outbox = new Outbox(this.shelf, (letter) => api.save(this.id, letter.codings), {
      saved: (letter, receipt) => this.#saved(letter, receipt),
      refused: (letter, error) => void this.#refused(letter, error),
      changed: (error) => this.#delivering(error),
    });
    this.view = new Seen(assignment, room, {
      pick: (code) => this.pick(code),
      choose: (name) => this.choose(name),
      addEvidence: (stretch) => this.addEvidence(stretch),
      removeEvidence: (stretch) => this.removeEvidence(stretch),
      open: (index) => void this.open(index),
    });
    this.picker = new Picker(this.shelf, {
      pick: (code) => this.pick(code),
      colourOf: (code) => this.view.codes.colourOf(code),
    });
  }

  get status() {
    return this.view.status;
  }

  get #onlyOpen() {
    return byId("only-open").checked;
  }

  render() {
    this.view.drawState(this.desk, this.outbox.letters.length, this.#problem);
    if (this.desk) this.view.draw(this.desk, this.units, this.feedback);
  }

  // From unit to unit

  /** @param {number} asked  the unit of the address; -1 for none */
  async start(asked) {
    this.outbox.hurry();
    if (asked >= 0 && asked < this.units.length) await this.open(asked);
    else await this.toOpen();
  }

  /** @param {number} index */
  async open(index) {
    if (!this.units.at(index)) {
      this.queue.hold();
      const error = await this.units.load(index).then(() => null, (thrown) => thrown);
      if (error) {
        this.queue.drop();
        this.status.warn(`Unit ${index + 1} could not be fetched. ${error.message} Press j or k to try again.`);
        return;
      }
    }
    this.#show(index);
    this.queue.release();
  }

  /** @param {number} index */
  #show(index) {
    const unit = this.units.at(index);
    if (!unit) return;
    this.desk = new Desk(unit, index, this.variables, this);
    this.feedback = feedbackOf(unit);
    this.hasEnded = this.#isTold = false;
    this.view.open(this.desk);
    this.render();
    this.view.codes.focus();
    if (this.desk.isRestored) this.status.say("Restored what was not saved yet. Enter saves it.");
    this.status.speak(`${this.#isSaved ? "Saved. " : ""}Unit ${index + 1} of ${this.units.length}.${this.desk.isRestored ? " Restored, not saved yet." : ""} ${unit.text}`);
    this.#isSaved = false;
    this.view.reading.settle(); // last, for it lays the page out
    requestAnimationFrame(() => setTimeout(() => this.#look(index)));
  }

  /** When the unit is painted: keep its address, and look ahead. @param {number} index */
  #look(index) {
    if (this.desk?.index !== index) return;
    try {
      history.replaceState(null, "", `#unit-${index + 1}`);
    } catch {
      // Some browsers allow only so many a minute.
    }
    this.units.prepare(index);
    this.view.reading.prepare(this.units.at(index + 1));
    this.view.image.prepare(this.units.at(index + 1));
  }

  /** @param {1 | -1} step */
  async walk(step) {
    const from = this.hasEnded || !this.desk ? this.units.length : this.desk.index;
    const next = this.#onlyOpen ? this.units.nextOpen(from, step) : from + step;
    if (next >= 0 && next < this.units.length && next !== from) await this.open(next);
    else this.status.say(step > 0 ? "This is the last unit." : "This is the first unit.");
  }

  /** On after an answer: to the next unit, or past the last one to the end. */
  async proceed() {
    const index = this.desk?.index ?? -1;
    const next = this.#onlyOpen ? this.units.nextOpen(index) : index + 1;
    if (next >= 0 && next < this.units.length) await this.open(next);
    else this.end();
  }

  async toOpen() {
    const next = this.units.nextOpen(this.hasEnded ? -1 : this.desk?.index ?? -1);
    if (next < 0) this.end();
    else await this.open(next);
  }

  end() {
    this.hasEnded = true;
    this.view.drawEnd(this.units);
    this.queue.release();
  }

  // Answers

  /** @param {string} code */
  pick(code) {
    const desk = this.desk;
    if (!desk || this.hasEnded) return;
    const before = desk.active;
    if (desk.answer.value !== code) desk.change({ value: code });
    this.picker.remember(before.name, code);
    desk.advance();
    this.answered();
    const title = before.codes.find((one) => one.code === code)?.title ?? code;
    this.status.speak(`${title}. ${desk.active === before ? "Enter saves." : `${desk.active.title}?`}`);
  }

  /** @param {string} name  of a variable */
  choose(name) {
    this.desk?.choose(name);
    this.answered();
  }

  /** @param {1 | -1} step */
  stepVariable(step) {
    this.desk?.walkVariables(step);
    this.answered();
    this.status.speak(this.desk?.active.title ?? "");
  }

  /** @param {Partial<Answer>} part  @param {string} words */
  #change(part, words) {
    this.desk?.change(part);
    this.answered();
    this.status.say(words);
  }

  answered() {
    this.#isTold = false;
    this.status.calm();
    this.render();
    this.view.codes.focus();
  }

  toggleUnsure() {
    const unsure = !this.desk?.answer.unsure;
    this.#change({ unsure }, unsure ? "Marked as unsure." : "No longer marked as unsure.");
  }

  /** While a note is typed. @param {string} note  @param {boolean} isFirst */
  writeNote(note, isFirst) {
    if (isFirst) this.desk?.remember();
    this.desk?.amend({ note });
    this.render();
  }

  clear() {
    if (this.desk?.answer.value) this.#change({ value: null, evidence: [] }, "Answer cleared. Enter saves.");
  }

  /** @param {Stretch} stretch */
  addEvidence(stretch) {
    if (!this.desk) return;
    const { reading } = this.view;
    reading.leaveMode();
    this.#change({ evidence: united([...this.desk.answer.evidence, stretch]) }, `Evidence: “${reading.quote(stretch)}”.`);
  }

  /** @param {Stretch} stretch */
  removeEvidence(stretch) {
    if (this.desk) this.#change({ evidence: without(this.desk.answer.evidence, stretch) }, "Evidence taken away.");
  }

  /** While a number is typed: a draft as soon as it is one. @param {boolean} isFirst */
  writeNumber(isFirst) {
    const value = this.view.codes.typedNumber;
    if (value === undefined) return;
    if (isFirst) this.desk?.remember();
    this.desk?.amend({ value });
    this.render();
  }

  /** Enter: take what is in focus, save the unit, go on once the server has it. */
  confirm() {
    const desk = this.desk;
    if (!desk) return;
    const { fault, pointed } = this.view.codes;
    if (fault) this.status.warn(fault);
    else if (pointed && pointed.code !== desk.answer.value) this.pick(pointed.code);
    else if (this.#leavesNumber(desk) || this.#asksFirst(desk)) return;
    else if (desk.changes.length) void this.save(desk);
    else void this.proceed();
  }

  /** Enter after a number goes on to the next open variable, as picking a code does. @param {Desk} desk */
  #leavesNumber(desk) {
    const before = desk.active;
    const isNew = desk.changes.some((one) => one.variable === before.name);
    if (!this.view.codes.isNumeric || desk.answer.value === null || !isNew) return false;
    desk.advance();
    if (desk.active === before) return false;
    this.answered();
    this.status.speak(`${desk.active.title}?`);
    return true;
  }

  /** Say what is open before a unit is left with it. @param {Desk} desk */
  #asksFirst(desk) {
    const [open] = desk.open;
    if (!open || this.#isTold) return false;
    desk.active = open;
    this.answered();
    const isNothing = desk.isEmpty && !desk.isDirty;
    const first = this.view.codes.isNumeric ? "Write a number" : "Choose a code";
    if (isNothing) this.status.say(`${first} first, or go on without one: j.`);
    else this.status.say(`${open.title} is open. Enter again leaves it open.`);
    this.#isTold = !isNothing;
    return true;
  }

  // Saving

  /** @param {Desk} desk */
  async save(desk) {
    this.queue.hold();
    const late = setTimeout(() => this.queue.drop(), PATIENCE);
    const answered = this.outbox.send(desk.post());
    const receipt = await answered;
    clearTimeout(late);
    if (!receipt) return;
    if (this.desk !== desk || this.hasEnded || desk.isDirty) this.queue.release();
    else if (receipt.feedback?.length) this.#showFeedback(receipt.feedback);
    else {
      this.#isSaved = true;
      await this.proceed();
    }
  }

  /** @param {Feedback[]} feedback */
  #showFeedback(feedback) {
    this.feedback = feedback;
    this.render();
    this.status.speak(`${feedback.map((one) => sayFeedback(one, this.variables)).join(" ")} Enter goes on.`);
    this.queue.release();
  }

  /** @param {Letter} letter  @param {Receipt} receipt */
  #saved(letter, { feedback }) {
    const unit = this.units.at(letter.index);
    if (unit && keyOf(unit) === letter.unit) {
      unit.codings = withLetters(unit.codings, [letter]);
      if (feedback?.length) unit.answers = Object.fromEntries(feedback.map((one) => [one.variable, one.answer]));
      this.#recount(letter.index, unit.codings);
    }
    this.view.drawState(this.desk, this.outbox.letters.length, null);
  }

  /** @param {number} index  @param {Answers} codings */
  #recount(index, codings) {
    this.units.done[index] = isDone(this.variables, codings);
    this.units.unsure[index] = isUnsure(codings);
  }

  /** What was refused is a draft again. @param {Letter} letter  @param {ApiError} error */
  async #refused(letter, error) {
    this.queue.drop();
    if (this.desk?.key === letter.unit) this.desk.reopen();
    else this.shelf.write(`draft/${letter.unit}`, withLetters(this.units.at(letter.index)?.codings ?? {}, [letter]));
    this.render();
    this.status.warn(`Unit ${letter.index + 1} was not saved. ${error.message}`);
  }

  /** @param {ApiError | null} error  null where letters are on their way */
  #delivering(error) {
    const wasProblem = this.#problem !== null;
    this.#problem = error;
    if (error) this.queue.drop();
    else if (wasProblem) this.status.calm();
    this.view.drawState(this.desk, this.outbox.letters.length, error);
  }

  // The way back

  /** @param {"undo" | "redo"} way */
  async back(way) {
    if (this.desk && !this.hasEnded && this.desk[way]()) {
      this.answered();
      this.status.say(way === "undo" ? "Taken back." : "Made again.");
    } else if (this.outbox.letters.length) {
      this.status.say("The last answer is not saved yet. Try again when it is.");
    } else {
      await this.#ask(async () => {
        const { restored } = await this.api.step(way, this.id);
        if (restored) await this.#restore(restored, way);
        else this.status.say(way === "undo" ? "There is nothing left to take back." : "There is nothing to make again.");
      });
    }
  }

  /** @param {Restored} restored  @param {"undo" | "redo"} way */
  async #restore({ position, codings, variables }, way) {
    const isRecut = variables.length === 0;
    if (isRecut) await this.#reload();
    const index = Math.max(this.units.indexOf(position), 0);
    const unit = await this.units.load(index);
    if (!isRecut) unit.codings = codings;
    this.#recount(index, unit.codings);
    this.shelf.write(`draft/${keyOf(unit)}`, null);
    this.#show(index);
    this.status.say(sayRestored(way, this.variables.filter((one) => variables.includes(one.name))));
  }

  async #reload() {
    const { states } = await this.api.assignment(this.id);
    this.units = new Units(this.api, this.id, states);
  }

  /** Ask the server; keys wait meanwhile. @param {() => Promise<void>} act */
  async #ask(act) {
    this.queue.hold();
    const error = await act().then(() => null, (thrown) => thrown);
    if (!error) {
      this.queue.release();
      return;
    }
    this.queue.drop();
    this.view.reading.leaveMode();
    this.render();
    this.status.warn(`That did not work. ${error.message}`);
  }

  // Cutting and joining

  /** @returns {boolean} whether the unit may be cut or joined now */
  mayRecut() {
    if (!this.isUnitising) this.status.say("In this assignment units are neither cut nor joined.");
    else if (this.desk?.isDirty || this.outbox.letters.length) this.status.say("Save this unit first: Enter.");
    else return Boolean(this.desk);
    return false;
  }

  /** @param {{cut: number} | {join: "next"}} how */
  async recut(how) {
    await this.#ask(async () => {
      const { position } = await this.api.recut(this.id, this.desk?.unit.position ?? 0, how);
      await this.#reload();
      await this.open(Math.max(this.units.indexOf(position), 0));
      this.status.say(`${"cut" in how ? "Cut" : "Joined with the next unit"}. Saved.`);
    });
  }
}
