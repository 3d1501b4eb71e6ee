// The unit in its context: drawn, marked with evidence, cut.

import { byId, make } from "./coding-dom.js";
import { MARKS } from "./coding-sheet.js";
import { CutPlace, indexAfter, pointsBefore, WordSelection, wordsOf } from "./coding-words.js";

/** @typedef {import("./coding-api.js").Piece} Piece */
/** @typedef {import("./coding-api.js").Stretch} Stretch */
/** @typedef {import("./coding-api.js").Unit} Unit */
/** @typedef {import("./coding-words.js").Range} Range */

const EYE = 0.26; // where, from the top of the pane, every unit begins

export class Reading {
  pane = byId("reading");
  words = byId("unit");
  before = byId("before");
  after = byId("after");
  /** @type {Unit | null} */
  unit = null;
  /** @type {WeakMap<Unit, {before: HTMLElement[], after: HTMLElement[]}>} */
  #drawn = new WeakMap();
  /** @type {Range[]} */
  #evidence = [];
  /** @type {WordSelection | null} */
  #selection = null;
  /** @type {CutPlace | null} */
  #cut = null;
  /** @type {{range: Range, head: Range, stance: 1 | -1, isAt: boolean}[]} */
  #claims = [];
  /** Whether words may be selected with the mouse again while they are marked. */
  takesMouse = false;
  #isTaken = false;

  /** @param {(stretch: Stretch) => void} mark  called with words selected by mouse */
  constructor(mark) {
    this.words.addEventListener("pointerdown", () => { this.#isTaken = false; });
    this.words.addEventListener("pointerup", () => this.#takeSelection(mark));
    this.words.addEventListener("click", (/** @type {MouseEvent} */ event) => this.#tap(event));
  }

  /** @returns {"evidence" | "cut" | null} what the arrows move now */
  get mode() {
    if (this.#selection) return "evidence";
    return this.#cut ? "cut" : null;
  }

  /** Draw what stands around a unit before it is looked at. @param {Unit | undefined} unit */
  prepare(unit) {
    if (unit) this.#contextOf(unit);
  }

  /** @param {Unit} unit  @returns {{before: HTMLElement[], after: HTMLElement[]}} */
  #contextOf(unit) {
    const drawn = this.#drawn.get(unit) ?? { before: unit.before.map(drawPiece), after: unit.after.map(drawPiece) };
    this.#drawn.set(unit, drawn);
    return drawn;
  }

  /** @param {Unit} unit */
  show(unit) {
    this.unit = unit;
    this.#selection = this.#cut = null;
    this.#claims = [];
    for (const element of [this.words, this.before, this.after]) element.lang = unit.document.language || "und";
    const { before, after } = this.#contextOf(unit);
    this.before.replaceChildren(...before);
    this.after.replaceChildren(...after);
    this.words.classList.toggle("joined", unit.before.at(-1)?.joined ?? false);
    this.after.classList.toggle("joined", unit.after[0]?.joined ?? false);
    byId("place-in-document").textContent = sayPlace(unit);
  }

  /** Scroll so that the unit begins where all units begin. */
  settle() {
    if (this.pane.scrollHeight > this.pane.clientHeight) {
      this.pane.scrollTop = this.before.offsetHeight - Math.round(this.pane.clientHeight * EYE);
    } else if (document.documentElement.scrollHeight > innerHeight + 1) {
      this.words.scrollIntoView({ block: "start", behavior: "instant" });
    }
  }

  /** @param {Stretch[]} stretches  in the document's text */
  mark(stretches) {
    const { text, start } = this.#here();
    this.#evidence = stretches.map(([a, b]) => [indexAfter(text, a - start), indexAfter(text, b - start)]);
    this.#draw();
  }

  /** @param {import("./coding-sheet.js").Claim[]} claims  with places in the unit's own text  @param {number} at  the one in focus */
  markClaims(claims, at) {
    const { text } = this.#here();
    const rangeOf = (/** @type {Stretch} */ [a, b]) => /** @type {Range} */ ([indexAfter(text, a), indexAfter(text, b)]);
    this.#claims = claims.map(({ target, head, stance }, i) => ({ range: rangeOf(target), head: rangeOf(head), stance, isAt: i === at }));
    this.#draw();
  }

  /** @param {Stretch} stretch  @returns {string} */
  quote([a, b]) {
    const { text, start } = this.#here();
    return text.slice(indexAfter(text, a - start), indexAfter(text, b - start));
  }

  beginEvidence() {
    const { text, document } = this.#here();
    this.#cut = null;
    this.#selection = new WordSelection(text, wordsOf(text, document.language));
    this.#draw();
  }

  /** Let words be chosen, from some of them on. @param {Stretch} [at]  @param {Stretch} [within]  both in the unit's own text */
  beginMarking(at, within) {
    const { text, document } = this.#here();
    const [first, last] = within ? [indexAfter(text, within[0]), indexAfter(text, within[1])] : [0, text.length];
    const words = wordsOf(text, document.language).filter(([a, b]) => first <= a && b <= last);
    this.#cut = null;
    this.#selection = new WordSelection(text, words);
    if (at) this.#selection.begin(indexAfter(text, at[0]), indexAfter(text, at[1]));
    this.#draw();
  }

  /** Move where the words begin that are marked. @param {1 | -1} step */
  moveStart(step) {
    this.#selection?.moveStart(step);
    this.#draw();
  }

  /** @returns {boolean} false where the unit is one word */
  beginCut() {
    const { text, document } = this.#here();
    const cut = new CutPlace(wordsOf(text, document.language));
    if (!cut.places.length) return false;
    this.#selection = null;
    this.#cut = cut;
    this.#draw();
    return true;
  }

  leaveMode() {
    this.#selection = this.#cut = null;
    this.#draw();
  }

  /**
   * An arrow was pressed in a mode.
   * @param {"ArrowLeft" | "ArrowRight"} key  @param {{isStretching: boolean, isByLetter: boolean}} how
   */
  arrow(key, { isStretching, isByLetter }) {
    const isForward = (key === "ArrowRight") === (getComputedStyle(this.words).direction === "ltr");
    const step = isForward ? 1 : -1;
    if (this.#cut) this.#cut.move(step);
    else if (isStretching) this.#selection?.stretch(step, isByLetter);
    else this.#selection?.move(step);
    this.#draw();
  }

  /** @returns {Stretch} the words selected now */
  get selected() {
    return this.#toStretch(this.#selection?.range ?? [0, 0]);
  }

  /** @returns {number} the place of the cut in the document's text */
  get cutAt() {
    return this.#toStretch([this.#cut?.at ?? 0, 0])[0];
  }

  /** @returns {string} what a voice says of the mode */
  sayMode() {
    if (this.#selection) return this.quote(this.selected);
    const { text } = this.#here();
    const at = this.#cut?.at ?? 0;
    return `${text.slice(0, at).trim().split(/\s+/).slice(-3).join(" ")} | ${text.slice(at).split(/\s+/).slice(0, 3).join(" ")}`;
  }

  #here() {
    if (!this.unit) throw new Error("No unit is shown.");
    return this.unit;
  }

  /** @param {Range} range  @returns {Stretch} */
  #toStretch([a, b]) {
    const { text, start } = this.#here();
    return [start + pointsBefore(text, a), start + pointsBefore(text, b)];
  }

  #draw() {
    const { text } = this.#here();
    const chosen = this.#selection?.range ?? [-1, -1];
    const cut = this.#cut?.at ?? -1;
    const edges = new Set([0, text.length, cut, ...chosen, ...this.#evidence.flat(), ...this.#claims.flatMap(({ range, head }) => [...range, ...head])].filter((at) => at >= 0));
    const sorted = [...edges].sort((a, b) => a - b);
    this.words.replaceChildren(...sorted.slice(0, -1).flatMap((from, i) => {
      const isEvidence = this.#evidence.some(([a, b]) => a <= from && from < b);
      const isChosen = chosen[0] <= from && from < chosen[1];
      const names = [...(isEvidence ? ["e"] : []), ...(isChosen ? ["chosen"] : []), ...this.#namesAt(from)];
      const drawn = drawStretch(text.slice(from, sorted[i + 1]), names, this.#claims.filter(({ range }) => range[0] === from));
      return from === cut ? [make("span", "cut"), drawn] : [drawn];
    }));
  }

  /** @param {number} from  @returns {string[]} what the claims there make of a stretch */
  #namesAt(from) {
    const over = this.#claims.filter(({ range: [a, b] }) => a <= from && from < b);
    const sides = new Set(over.map(({ stance }) => (stance > 0 ? "for" : "against")));
    const focused = over.find(({ isAt }) => isAt);
    const isHead = focused && focused.head[0] <= from && from < focused.head[1];
    return [...(over.length ? ["t", ...sides] : []), ...(focused ? ["at"] : []), ...(isHead ? ["hd"] : [])];
  }

  /** @param {(stretch: Stretch) => void} mark */
  #takeSelection(mark) {
    const selection = getSelection();
    const isBusy = this.mode === "cut" || (this.mode !== null && !this.takesMouse);
    if (isBusy || !selection || selection.isCollapsed) return;
    const range = this.#rangeOf(selection.getRangeAt(0));
    if (!range) return;
    selection.removeAllRanges();
    this.#isTaken = true; // the click that follows is no tap
    mark(this.#toStretch(range));
  }

  /** @param {globalThis.Range} range  @returns {Range | null} without the spaces around it */
  #rangeOf(range) {
    const { text } = this.#here();
    const from = this.words.contains(range.startContainer) ? this.#indexIn(range.startContainer, range.startOffset) : 0;
    const to = this.words.contains(range.endContainer) ? this.#indexIn(range.endContainer, range.endOffset) : text.length;
    const words = text.slice(from, to);
    const start = from + words.length - words.trimStart().length;
    const end = start + words.trim().length;
    return start < end ? [start, end] : null;
  }

  /** @param {Node} node  @param {number} offset */
  #indexIn(node, offset) {
    const before = document.createRange();
    before.setStart(this.words, 0);
    before.setEnd(node, offset);
    return before.toString().length;
  }

  /** In a mode, a tap chooses the word. @param {MouseEvent} event */
  #tap(event) {
    if (!this.mode || this.#isTaken) return;
    const place = placeOf(event);
    if (!place || !this.words.contains(place.node)) return;
    const index = this.#indexIn(place.node, place.offset);
    const { text, document } = this.#here();
    const word = wordsOf(text, document.language).find(([, end]) => index <= end);
    if (this.#cut) this.#cut.put(index);
    else if (word) this.#selectTo(word);
    this.#draw();
  }

  /** A second tap after the first stretches the selection. @param {Range} word */
  #selectTo(word) {
    const selection = this.#selection;
    if (!selection) return;
    const isFurther = word[0] >= selection.range[1] && this.words.dataset.tapped === "yes";
    if (isFurther) selection.head = word[1];
    else selection.put(word);
    this.words.dataset.tapped = isFurther ? "" : "yes";
  }
}

/** @param {MouseEvent} event  @returns {{node: Node, offset: number} | null} */
function placeOf({ clientX, clientY }) {
  if ("caretPositionFromPoint" in document) {
    const place = document.caretPositionFromPoint(clientX, clientY);
    return place && { node: place.offsetNode, offset: place.offset };
  }
  const range = /** @type {any} */ (document).caretRangeFromPoint(clientX, clientY);
  return range && { node: range.startContainer, offset: range.startOffset };
}

/** @param {string} words  @param {string[]} names  @param {{stance: 1 | -1}[]} begins  the claims whose target begins there */
function drawStretch(words, names, begins) {
  if (!names.length) return document.createTextNode(words);
  const drawn = make("span", names.join(" "), words);
  if (begins.length) drawn.dataset.sides = begins.map(({ stance }) => MARKS[stance]).join("");
  return drawn;
}

/** @param {Piece} piece */
function drawPiece(piece) {
  const element = make("p", `piece ${piece.kind}${piece.joined ? " joined" : ""}`, piece.text);
  element.dir = "auto";
  return element;
}

/** @param {Unit} unit  @returns {string} source and page, as far as the design lets them be seen */
function sayPlace({ document: { actor, title, date }, page }) {
  const place = page === null || page === undefined ? null : `page ${page}`;
  return [actor, title, sayDate(date), place].filter(Boolean).join(" · ");
}

/** @param {string | null | undefined} date  ISO, or a year, or a month of one  @returns {string} as pages write it */
function sayDate(date) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date ?? "")) return date ?? "";
  return new Date(`${date}T12:00:00Z`).toLocaleDateString("en-GB", { dateStyle: "long", timeZone: "UTC" });
}
