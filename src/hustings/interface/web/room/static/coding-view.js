// Drawing: everything that is seen of a unit, its answers, and the end of the list.

import { Codes, describeCode } from "./coding-codes.js";
import { byId, count, make, makeButton, openDialog } from "./coding-dom.js";
import { PageImage } from "./coding-image.js";
import { Reading } from "./coding-reading.js";
import { saySheet } from "./coding-sheet.js";
import { Status } from "./coding-status.js";

/** @typedef {import("./coding-api.js").ApiError} ApiError */
/** @typedef {import("./coding-api.js").Assignment} Assignment */
/** @typedef {import("./coding-api.js").Feedback} Feedback */
/** @typedef {import("./coding-api.js").Stretch} Stretch */
/** @typedef {import("./coding-api.js").Unit} Unit */
/** @typedef {import("./coding-api.js").Variable} Variable */
/** @typedef {import("./coding-api.js").Word} Word */
/** @typedef {import("./coding-desk.js").Desk} Desk */
/** @typedef {import("./coding-units.js").Units} Units */
/** @typedef {{pick: (code: string) => void, choose: (name: string) => void, addEvidence: (stretch: Stretch) => void, removeEvidence: (stretch: Stretch) => void, open: (index: number) => void}} Acts */

export class View {
  /** @param {Assignment} assignment  @param {URL} room  @param {Acts} act */
  constructor(assignment, room, act) {
    this.assignment = assignment;
    this.act = act;
    this.status = new Status(new URL(`login?next=${encodeURIComponent(location.pathname)}`, room));
    this.setUp(assignment, act);
    this.reading = new Reading(act.addEvidence);
    this.image = new PageImage(new URL("../", room));
  }

  /** @param {Assignment} assignment  @param {Acts} act */
  setUp(assignment, act) {
    this.codes = new Codes(assignment.codebook, act);
    byId("recut").hidden = !assignment.unitising;
  }

  /** A unit comes onto the desk. @param {Desk} desk */
  open({ unit, answer }) {
    document.body.classList.remove("ended");
    byId("end").hidden = true;
    this.reading.show(unit);
    this.codes.number.value = answer.value ?? "";
    this.status.calm();
  }

  /** @param {Desk} desk  @param {Units} units  @param {Feedback[] | null} feedback */
  draw(desk, units, feedback) {
    const { unsure, note, evidence, value } = desk.answer;
    this.status.showPlace(units, desk.index);
    this.codes.show(desk.active, desk.answers);
    if (feedback) this.#drawFeedback(feedback);
    this.reading.mark(evidence);
    this.#drawEvidence(evidence);
    byId("unit-bar").className = `bar-of-unit ${value === null ? "open" : this.codes.colourOf(value)}`;
    byId("unsure").setAttribute("aria-pressed", String(unsure));
    if (document.activeElement !== byId("note")) byId("note").value = note;
    this.image.show(desk.unit);
    this.drawMode();
  }

  drawMode() {
    const { mode } = this.reading;
    document.body.dataset.mode = mode ?? "";
    byId("evidence").setAttribute("aria-pressed", String(mode === "evidence"));
    byId("cut").setAttribute("aria-pressed", String(mode === "cut"));
    byId("take-mode").hidden = mode === null;
    byId("take-mode").textContent = mode === "cut" ? "Cut here" : "Mark as evidence";
    if (mode) byId("take-mode").scrollIntoView({ block: "nearest" }); // below the unit
  }

  /** What is saved and what is not. @param {Desk | null} desk  @param {number} nLetters  @param {ApiError | null} problem */
  drawState(desk, nLetters, problem) {
    if (nLetters && problem) this.status.showWaiting(problem, nLetters);
    else if (nLetters) this.status.show("saving", "Saving");
    else if (desk?.isDirty) this.status.show("draft", "Enter saves");
    else if (desk && !desk.isEmpty) this.status.show("saved", "Saved");
    else this.status.show("empty", "");
  }

  /** The list is through. @param {Units} units */
  drawEnd(units) {
    const { length, nDone, nUnsure } = units;
    const left = length - nDone;
    document.body.classList.add("ended");
    byId("end").hidden = false;
    byId("end-title").textContent = sayEnd(length, left);
    byId("end-words").textContent = left ? "You have come to the last unit." : "Everything is saved. You can still go back and change any answer.";
    byId("end-deeds").replaceChildren(
      ...(left ? [makeButton("Go to the first that is not done", () => this.act.open(units.nextOpen(-1)), "button")] : []),
      ...(nUnsure ? [makeButton(`Look at ${count(nUnsure, "unsure unit")} again`, () => this.act.open(units.nextUnsure(-1)), "plain")] : []),
    );
    this.status.showPlace(units, length - 1);
    byId("place").textContent = count(length, "unit");
    this.status.speak(sayEnd(length, left));
    (byId("end-deeds").querySelector(".button") ?? byId("end-title")).focus();
  }

  /** @param {Stretch[]} evidence */
  #drawEvidence(evidence) {
    byId("evidence-words").replaceChildren(...evidence.map((stretch) => {
      const quoted = this.reading.quote(stretch);
      const gone = makeButton("×", () => this.act.removeEvidence(stretch));
      gone.setAttribute("aria-label", `Take away the evidence “${quoted}”`);
      return make("li", "", make("q", "", quoted), gone);
    }));
  }

  /** @param {Feedback[]} feedback */
  #drawFeedback(feedback) {
    const { variables } = this.assignment.codebook;
    const parts = feedback.flatMap((one) => {
      const answer = codeOf(variables, one.variable, one.answer);
      const head = make("p", `verdict ${one.right ? "right" : "wrong"}`, sayFeedback(one, variables));
      return one.right || !answer ? [head] : [head, ...describeCode(answer)];
    });
    this.codes.replaceDetail(...parts, make("p", "quiet", "Enter goes on."));
  }

  /** @param {Word[] | null} words  null where they could not be fetched */
  openHistory(words) {
    const rows = (words ?? []).map((one) => sayWord(one, this.assignment.codebook.variables, this.reading.unit?.text ?? ""));
    const none = words ? "Nothing was said of this unit yet." : "There is no connection.";
    byId("history-words").replaceChildren(...(rows.length ? rows : [make("li", "quiet", none)]));
    openDialog(byId("history"));
  }

  /** The codebook as a sheet to read. @param {Variable} variable */
  openSheet(variable) {
    const texts = [this.assignment.codebook.instruction, variable.instruction].filter(Boolean);
    byId("sheet-title").textContent = variable.title;
    byId("sheet-codes").replaceChildren(
      ...texts.map((text) => make("p", "", text)),
      ...variable.codes.map((code) => make("section", "", ...describeCode(code))));
    openDialog(byId("sheet"));
  }
}

/** @param {number} length  @param {number} left */
function sayEnd(length, left) {
  if (left) return `${count(left, "unit")} ${left === 1 ? "is" : "are"} not done yet`;
  return length === 1 ? "The unit is done" : `All ${count(length, "unit")} are done`;
}

/** @param {Variable[]} variables  @param {string} name  @param {string | null} value */
function codeOf(variables, name, value) {
  return variables.find((one) => one.name === name)?.codes.find((one) => one.code === value);
}

/** @param {Feedback} feedback  @param {Variable[]} variables */
export function sayFeedback({ variable, value, answer, right }, variables) {
  const title = (/** @type {string | null} */ one) => codeOf(variables, variable, one)?.title ?? one ?? "nothing";
  if (right) return `Right: ${title(answer)}.`;
  return `You said ${title(value)}. The answer is ${title(answer)}.`;
}

/** @param {"undo" | "redo"} way  @param {Variable[]} variables  none where units were cut or joined */
export function sayRestored(way, variables) {
  const what = variables.length ? variables.map((one) => one.title).join(", ") : "the units";
  return `${way === "undo" ? "Taken back" : "Made again"}: ${what}. Saved.`;
}

/** @param {Variable[]} variables  @param {string} name  @param {string} value  @param {string} text */
function sayValue(variables, name, value, text) {
  if (name === "claims" && value.startsWith("[")) return saySheet(value, text);
  return codeOf(variables, name, value)?.title ?? value;
}

/** @param {Word} word  @param {Variable[]} variables  @param {string} text  of the unit */
function sayWord({ coder, variable, value, unsure, note, written }, variables, text) {
  const title = variables.find((one) => one.name === variable)?.title ?? variable;
  const said = value === null ? "taken back" : sayValue(variables, variable, value, text);
  const at = make("time", "quiet", new Date(written).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" }));
  at.setAttribute("datetime", written);
  const row = make("li", "", make("span", "", `${title}: ${said}${unsure ? " (unsure)" : ""}`), at, make("span", "quiet", coder));
  if (note) row.append(make("p", "", note));
  return row;
}
