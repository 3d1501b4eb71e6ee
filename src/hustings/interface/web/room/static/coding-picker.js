// The picker: type a few letters or the code itself, Enter takes it. Recent codes on top.

import { byId, make, openDialog } from "./coding-dom.js";
import { drawCode } from "./coding-codes.js";

/** @typedef {import("./coding-api.js").Code} Code */
/** @typedef {import("./coding-api.js").Variable} Variable */
/** @typedef {import("./coding-outbox.js").Shelf} Shelf */

const N_RECENT = 6;

/** @param {string} text */
function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

/**
 * How well a code fits what was typed: the code itself, then its title, then its words.
 * @param {Code} code  @param {string} typed  @returns {number} 0 where it does not
 */
export function fitOf(code, typed) {
  const [name, title] = [fold(code.code), fold(code.title)];
  const words = fold(typed).split(/\s+/).filter(Boolean);
  const whole = words.join(" ");
  if (name === whole) return 6;
  if (name.startsWith(whole)) return 5;
  if (title.startsWith(whole)) return 4;
  const all = `${name} ${title} ${fold(code.instruction)} ${fold(code.examples.join(" "))}`;
  if (words.every((word) => title.split(/[^\p{L}\p{N}]+/u).some((one) => one.startsWith(word)))) return 3;
  if (words.every((word) => title.includes(word))) return 2;
  return words.every((word) => all.includes(word)) ? 1 : 0;
}

export class Picker {
  dialog = byId("picker");
  input = byId("picker-words");
  list = byId("picker-codes");
  /** @type {Code[]} */
  #shown = [];
  #at = 0;
  /** @type {Variable | null} */
  #variable = null;

  /** @param {Shelf} shelf  @param {{pick: (code: string) => void, colourOf: (code: string) => string}} act */
  constructor(shelf, act) {
    this.shelf = shelf;
    this.act = act;
    this.input.addEventListener("input", () => this.#filter());
    this.input.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.#key(event));
    this.list.addEventListener("click", (/** @type {Event} */ event) => this.#click(event));
  }

  /** @param {Variable} variable  @param {string} [typed] */
  open(variable, typed = "") {
    this.#variable = variable;
    this.input.value = typed;
    byId("picker-title").textContent = variable.title;
    this.#filter();
    openDialog(this.dialog);
    this.input.focus();
  }

  /** @param {string} variable  @param {string} code */
  remember(variable, code) {
    const others = this.#recent(variable).filter((one) => one !== code);
    this.shelf.write(`recent/${variable}`, [code, ...others].slice(0, N_RECENT));
  }

  /** @param {string} variable  @returns {string[]} */
  #recent(variable) {
    return this.shelf.read(`recent/${variable}`) ?? [];
  }

  #filter() {
    const variable = this.#variable;
    if (!variable) return;
    const typed = this.input.value.trim();
    const recent = this.#recent(variable.name).flatMap((name) => variable.codes.filter((one) => one.code === name));
    const others = variable.codes.filter((one) => !recent.includes(one));
    this.#shown = typed ? rank([...recent, ...others], typed) : [...recent, ...others];
    this.#draw(typed ? 0 : recent.length);
  }

  /** @param {number} nRecent  how many of them stand under a heading */
  #draw(nRecent) {
    const options = this.#shown.map((code, i) => this.#drawOption(code, i));
    const heads = nRecent ? [make("div", "domain", "Recent"), ...options.splice(0, nRecent), make("div", "domain", "All codes")] : [];
    const none = this.#shown.length ? [] : [make("div", "domain", "No code has these words.")];
    this.list.replaceChildren(...heads, ...options, ...none);
    this.#pointAt(0);
  }

  /** @param {Code} code  @param {number} i */
  #drawOption(code, i) {
    const option = drawCode(code, this.act.colourOf(code.code));
    option.id = `picked-${i}`;
    option.dataset.code = code.code;
    return option;
  }

  /** @param {number} i */
  #pointAt(i) {
    this.#at = Math.min(Math.max(i, 0), this.#shown.length - 1);
    const options = [...this.list.querySelectorAll("[role=option]")];
    for (const [n, option] of options.entries()) option.setAttribute("aria-selected", String(n === this.#at));
    const here = options[this.#at];
    if (here) this.input.setAttribute("aria-activedescendant", here.id);
    else this.input.removeAttribute("aria-activedescendant");
    here?.scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing) return;
    const steps = /** @type {Record<string, number>} */ ({ ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 });
    if (event.key in steps) this.#pointAt(this.#at + steps[event.key]);
    else if (event.key === "Enter") this.#take(this.#shown[this.#at]?.code);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {Event} event */
  #click(event) {
    const option = /** @type {HTMLElement} */ (event.target).closest("[role=option]");
    this.#take(/** @type {HTMLElement | null} */ (option)?.dataset.code);
  }

  /** @param {string | undefined} code */
  #take(code) {
    if (code === undefined) return;
    this.dialog.close();
    this.act.pick(code);
  }
}

/** @param {Code[]} codes  @param {string} typed  @returns {Code[]} those that fit, best first */
function rank(codes, typed) {
  const fits = new Map(codes.map((code) => [code, fitOf(code, typed)]));
  return codes.filter((code) => fits.get(code)).sort((a, b) => (fits.get(b) ?? 0) - (fits.get(a) ?? 0));
}
