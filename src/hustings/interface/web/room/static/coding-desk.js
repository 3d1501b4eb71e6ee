// One unit on the desk: what was said of it, what the coder says now, and the way back.

import * as answering from "./coding-answers.js";
import { newClient } from "./coding-outbox.js";

/** @typedef {import("./coding-api.js").Answer} Answer */
/** @typedef {import("./coding-api.js").Answers} Answers */
/** @typedef {import("./coding-api.js").Feedback} Feedback */
/** @typedef {import("./coding-api.js").Unit} Unit */
/** @typedef {import("./coding-api.js").Variable} Variable */
/** @typedef {import("./coding-outbox.js").Letter} Letter */
/** @typedef {import("./coding-outbox.js").Outbox} Outbox */
/** @typedef {import("./coding-outbox.js").Shelf} Shelf */

/** @param {Unit} unit  @returns {string} what names a unit in this browser */
export function keyOf(unit) {
  return `${unit.document.id}:${unit.start}-${unit.end}`;
}

export class Desk {
  /** @type {Answers} handed to the outbox or acknowledged */
  said = {};
  /** @type {Answers} */
  answers = {};
  /** @type {Answers[]} */
  #past = [];
  /** @type {Answers[]} */
  #future = [];
  /** @type {Variable} */
  active;

  /** @param {Unit} unit  @param {number} index  @param {Variable[]} variables  @param {{shelf: Shelf, outbox: Outbox}} kept */
  constructor(unit, index, variables, { shelf, outbox }) {
    this.unit = unit;
    this.index = index;
    this.variables = variables;
    this.shelf = shelf;
    this.key = keyOf(unit);
    this.said = withLetters(unit.codings, outbox.about(this.key));
    const draft = shelf.read(`draft/${this.key}`);
    this.isRestored = draft !== null;
    if (this.isRestored) this.#past.push(answering.copyOf(this.said));
    this.answers = answering.copyOf(draft ?? this.said);
    this.active = this.open[0] ?? variables[0];
  }

  /** @returns {Answer} */
  get answer() {
    return answering.answerTo(this.answers, this.active.name);
  }

  /** @returns {Variable[]} */
  get open() {
    return answering.openOf(this.variables, this.answers);
  }

  get isDirty() {
    return answering.isDirty(this.variables, this.said, this.answers);
  }

  get isEmpty() {
    return Object.values(this.answers).every((one) => answering.isSame(one, answering.noAnswer()));
  }

  get changes() {
    return answering.changesOf(this.variables, this.said, this.answers);
  }

  /** Change the answer to the variable in focus. @param {Partial<Answer>} part */
  change(part) {
    this.remember();
    this.amend(part);
  }

  /** Change without a way back of its own, as while a note is typed. @param {Partial<Answer>} part */
  amend(part) {
    this.answers[this.active.name] = { ...this.answer, ...part };
    this.#keep();
  }

  remember() {
    this.#past.push(answering.copyOf(this.answers));
    this.#future = [];
  }

  /** Go to the first variable after the one in focus that is asked and open, if any. */
  advance() {
    const place = this.variables.indexOf(this.active);
    const next = this.open.find((one) => this.variables.indexOf(one) > place);
    if (next) this.active = next;
  }

  /** @param {number} step */
  walkVariables(step) {
    const asked = this.variables.filter((one) => answering.isAsked(one, this.variables, this.answers));
    const next = asked[asked.indexOf(this.active) + step];
    if (next) this.active = next;
  }

  /** @param {string} name */
  choose(name) {
    this.active = this.variables.find((one) => one.name === name) ?? this.active;
  }

  /** Take back what was not saved. @returns {boolean} false where there is nothing */
  undo() {
    return this.#step(this.#past, this.#future);
  }

  /** @returns {boolean} */
  redo() {
    return this.#step(this.#future, this.#past);
  }

  /** Take the changes off the desk, as a letter. @returns {Letter} */
  post() {
    const { index, unit, key, changes } = this;
    /** @type {[number, number]} */
    const place = [unit.start, unit.end];
    const codings = changes.map(({ variable, answer: { value, unsure, note, evidence } }) => (
      { client: newClient(), position: unit.position, variable, unit: place, value, unsure, note, evidence }));
    const letter = { unit: key, index, position: unit.position, codings };
    this.said = withLetters(this.said, [letter]);
    for (const one of this.variables) {
      if (!answering.isAsked(one, this.variables, this.answers)) delete this.answers[one.name];
    }
    this.#past = [];
    this.#future = [];
    this.#keep();
    return letter;
  }

  /** A letter was refused: what it said is a draft again. */
  reopen() {
    this.said = answering.copyOf(this.unit.codings);
    this.#keep();
  }

  forget() {
    this.answers = answering.copyOf(this.said);
    this.#keep();
  }

  /** @param {Answers[]} from  @param {Answers[]} to */
  #step(from, to) {
    const earlier = from.pop();
    if (!earlier) return false;
    to.push(answering.copyOf(this.answers));
    this.answers = earlier;
    if (!answering.isAsked(this.active, this.variables, this.answers)) this.active = this.variables[0];
    this.#keep();
    return true;
  }

  #keep() {
    this.shelf.write(`draft/${this.key}`, this.isDirty ? this.answers : null);
  }
}

/** @param {Answers} answers  @param {Letter[]} letters  @returns {Answers} with what they say */
export function withLetters(answers, letters) {
  const result = answering.copyOf(answers);
  for (const { variable, value, unsure, note, evidence } of letters.flatMap((letter) => letter.codings)) {
    if (value === null && !note && !unsure) delete result[variable];
    else result[variable] = { value, unsure, note, evidence };
  }
  return result;
}

/** In training, what is known of a unit that was answered before. @param {Unit} unit  @returns {Feedback[] | null} */
export function feedbackOf({ position, answers, codings }) {
  const known = Object.entries(answers ?? {}).map(([variable, answer]) => {
    const value = codings[variable]?.value ?? null;
    return { position, variable, value, answer, right: value === answer };
  });
  return known.length ? known : null;
}
