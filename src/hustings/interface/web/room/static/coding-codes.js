// The codebook beside the unit: variables, codes with their keys, and the code in focus.

import { byId, make, makeButton } from "./coding-dom.js";
import { answerTo, isAsked } from "./coding-answers.js";

/** @typedef {import("./coding-api.js").Answers} Answers */
/** @typedef {import("./coding-api.js").Code} Code */
/** @typedef {import("./coding-api.js").Codebook} Codebook */
/** @typedef {import("./coding-api.js").Variable} Variable */

export class Codes {
  list = byId("codes");
  number = byId("number");
  steps = byId("steps");
  heading = byId("variable");
  detail = byId("detail");
  /** @type {Map<string, HTMLElement[]>} */
  #drawn = new Map();
  /** @type {Variable | null} */
  variable = null;
  /** @type {Code | Variable | null} what the text below the codes is about */
  #described = null;
  /** @type {number} index of the code that the arrows are at; -1 for none */
  at = -1;

  /** @param {Codebook} codebook  @param {{pick: (code: string) => void, choose: (name: string) => void}} act */
  constructor(codebook, act) {
    this.codebook = codebook;
    this.act = act;
    this.domains = codebook.domains.map((one) => one.domain);
    this.steps.hidden = codebook.variables.length < 2;
    this.list.addEventListener("click", (/** @type {Event} */ event) => this.#click(event));
    this.list.addEventListener("pointerover", (/** @type {Event} */ event) => this.#hover(event));
    this.list.addEventListener("pointerleave", () => this.describe());
  }

  /** @param {string} code  @returns {string} the class that colours its domain */
  colourOf(code) {
    const found = this.variable?.codes.find((one) => one.code === code);
    const place = found?.domain ? this.domains.indexOf(found.domain) : -1;
    if (place < 0) return "dn";
    return place < 8 ? `d${place}` : "dx";
  }

  /** @param {Variable} variable  @param {Answers} answers */
  show(variable, answers) {
    if (this.variable !== variable) this.#change(variable);
    const { value } = answerTo(answers, variable.name);
    this.at = -1;
    for (const [i, option] of this.#options().entries()) {
      const isPicked = variable.codes[i].code === value;
      if (isPicked !== (option.getAttribute("aria-selected") === "true")) option.setAttribute("aria-selected", String(isPicked));
      if (isPicked) this.at = i;
    }
    if (document.activeElement !== this.number) this.number.value = value ?? "";
    this.#pointAt(this.at, false);
    this.#drawSteps(variable, answers);
    this.describe();
  }

  /** @param {number} step */
  move(step) {
    const last = (this.variable?.codes.length ?? 0) - 1;
    if (last < 0) return;
    const next = this.at < 0 && step < 0 ? last : this.at + step;
    this.#pointAt(Math.min(Math.max(next, 0), last), true);
    this.describe();
  }

  /** @returns {Code | null} */
  get focused() {
    return this.variable?.codes[this.at] ?? null;
  }

  /** @returns {Code | null} the one that arrows were moved to, if they were */
  get pointed() {
    return this.list.querySelector(".at") ? this.focused : null;
  }

  /** @param {string} key  @returns {Code | null} */
  byKey(key) {
    return this.variable?.codes.find((one) => one.key === key) ?? null;
  }

  /** @returns {boolean} whether a key takes a code; where none does, numbers find codes */
  get hasKeys() {
    return this.variable?.codes.some((one) => one.key) ?? false;
  }

  /** @returns {boolean} whether numbers are written instead of codes picked */
  get isNumeric() {
    return this.variable !== null && this.variable.codes.length === 0;
  }

  /** @returns {string | null | undefined} as the server takes it; undefined where it is none */
  get typedNumber() {
    const typed = this.number.value.trim().replace(",", ".").replace("\u2212", "-");
    if (typed === "") return null;
    if (!/^[+-]?(\d{1,15}(\.\d{0,15})?|\.\d{1,15})$/.test(typed)) return undefined;
    return isAmong(Number(typed), this.variable?.number) ? typed : undefined;
  }

  /** @returns {string | null} what is wrong with the number that is typed */
  get fault() {
    if (!this.isNumeric || this.typedNumber !== undefined) return null;
    return `“${this.number.value}” is not ${this.variable?.number?.words ?? "a number"}.`;
  }

  focus() {
    const wanted = this.isNumeric ? this.number : this.list;
    if (document.activeElement !== wanted) wanted.focus({ preventScroll: true }); // which lays the page out
  }

  /** @param {Code | null} [code]  the code under the pointer, else the one in focus */
  describe(code = this.focused) {
    const described = code ?? this.variable;
    if (described === this.#described) return;
    this.#described = described;
    this.detail.replaceChildren(...(code ? describeCode(code) : this.#describeAll()));
  }

  /** Something else stands beside the codes now. @param {...HTMLElement} parts */
  replaceDetail(...parts) {
    this.#described = null;
    this.detail.replaceChildren(...parts);
  }

  #describeAll() {
    const texts = [this.variable?.instruction, this.codebook.instruction].filter(Boolean);
    return texts.map((text) => make("p", "", text ?? ""));
  }

  /** @param {Variable} variable */
  #change(variable) {
    this.variable = variable;
    this.heading.textContent = variable.title;
    this.list.hidden = variable.codes.length === 0;
    byId("number-field").hidden = variable.codes.length > 0;
    byId("number-asked").textContent = variable.number?.words ?? "";
    const drawn = this.#drawn.get(variable.name) ?? this.#drawList(variable);
    this.#drawn.set(variable.name, drawn);
    this.list.replaceChildren(...drawn);
    this.list.classList.toggle("undivided", variable.codes.every((one) => !one.domain));
    this.list.scrollTop = 0;
  }

  /** @param {Variable} variable  @returns {HTMLElement[]} options, in groups where domains are */
  #drawList(variable) {
    /** @type {HTMLElement[]} */
    const drawn = [];
    let domain = /** @type {string | null | undefined} */ (undefined);
    for (const [i, code] of variable.codes.entries()) {
      if (code.domain !== domain) {
        domain = code.domain;
        const title = this.codebook.domains.find((one) => one.domain === domain)?.title;
        if (title || drawn.length) drawn.push(drawDomain(title ?? ""));
      }
      drawn.push(this.#drawOption(code, i));
    }
    return drawn;
  }

  /** @param {Code} code  @param {number} i */
  #drawOption(code, i) {
    const option = drawCode(code, this.colourOf(code.code));
    option.id = `code-${i}`;
    option.dataset.code = code.code;
    return option;
  }

  /** @returns {HTMLElement[]} */
  #options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  /** @param {number} i  @param {boolean} isByKey */
  #pointAt(i, isByKey) {
    const options = this.#options();
    this.at = i;
    for (const option of options) {
      const isAt = isByKey && option === options[i];
      if (isAt !== option.classList.contains("at")) option.classList.toggle("at", isAt);
    }
    if (i < 0) this.list.removeAttribute("aria-activedescendant");
    else this.list.setAttribute("aria-activedescendant", options[i].id);
    // Later, so that no key waits for the list to be laid out.
    if (i >= 0) requestAnimationFrame(() => options[i].scrollIntoView({ block: "nearest", behavior: "instant" }));
  }

  /** @param {Event} event */
  #optionOf(event) {
    return /** @type {HTMLElement} */ (event.target).closest("[role=option]");
  }

  /** @param {Event} event */
  #click(event) {
    const code = /** @type {HTMLElement | null} */ (this.#optionOf(event))?.dataset.code;
    if (code !== undefined) this.act.pick(code);
  }

  /** @param {Event} event */
  #hover(event) {
    const hovered = /** @type {HTMLElement | null} */ (this.#optionOf(event))?.dataset.code;
    const code = this.variable?.codes.find((one) => one.code === hovered);
    if (code) this.describe(code);
  }

  /** @param {Variable} active  @param {Answers} answers */
  #drawSteps(active, answers) {
    const { variables } = this.codebook;
    if (variables.length < 2) return;
    this.steps.replaceChildren(...variables.map((one) => {
      const step = makeButton(one.title, () => this.act.choose(one.name), "step");
      step.append(make("span", "value", this.#sayValue(one, answers)));
      if (one === active) step.setAttribute("aria-current", "step");
      /** @type {HTMLButtonElement} */ (step).disabled = !isAsked(one, variables, answers);
      return make("li", "", step);
    }));
  }

  /** @param {Variable} variable  @param {Answers} answers */
  #sayValue(variable, answers) {
    const { variables } = this.codebook;
    if (!isAsked(variable, variables, answers)) return "not asked here";
    const { value, unsure, note } = answerTo(answers, variable.name);
    if (value === null) return "open";
    const title = variable.codes.find((one) => one.code === value)?.title ?? value;
    return `${title}${unsure ? ", unsure" : ""}${note ? ", with a note" : ""}`;
  }
}

/** @param {number} number  @param {import("./coding-api.js").Asked | null | undefined} asked */
function isAmong(number, asked) {
  if (!asked) return true;
  return number >= (asked.minimum ?? -Infinity) && number <= (asked.maximum ?? Infinity)
    && (!asked.whole || Number.isInteger(number));
}

/** @param {string} title */
function drawDomain(title) {
  return make("div", "domain", title);
}

/**
 * One code as an option of a list: key, title, code, and a tick where it is picked.
 * @param {Code} code  @param {string} colour
 */
export function drawCode(code, colour) {
  const key = make("kbd", "", code.key ?? "");
  const option = make("div", "option", make("span", `swatch ${colour}`), key, make("span", "name", code.title));
  if (code.code !== code.title) option.append(make("span", "code", code.code));
  option.append(make("span", "tick", "✓"));
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  key.hidden = !code.key;
  if (code.key) option.setAttribute("aria-keyshortcuts", code.key);
  for (const quiet of option.querySelectorAll(".tick, kbd, .swatch")) quiet.setAttribute("aria-hidden", "true");
  return option;
}

/** @param {Code} code  @returns {HTMLElement[]} title, instruction, examples */
export function describeCode(code) {
  const title = make("h3", "", `${code.title} `);
  if (code.code !== code.title) title.append(make("span", "code", code.code));
  const parts = [title];
  if (code.instruction) parts.push(make("p", "", code.instruction));
  for (const example of code.examples) parts.push(make("p", "example", `“${example}”`));
  return parts;
}
