// The claims beside the unit: a list, and the claim in focus with what can be changed of it.

import { describeCode } from "./coding-codes.js";
import { byId, count, make, makeButton } from "./coding-dom.js";
import { MARKS, OWN, SIDES, wordsAt } from "./coding-sheet.js";

/** @typedef {import("./coding-api.js").Code} Code */
/** @typedef {import("./coding-api.js").Codebook} Codebook */
/** @typedef {import("./coding-sheet.js").Claim} Claim */

/** It stands where the codes stand on other pages, and answers to the same names. */
export class Claims {
  list = byId("codes");
  none = byId("no-claims");
  detail = byId("detail");
  isNumeric = false;
  hasKeys = true;
  fault = null;
  pointed = null;
  focused = null;
  number = { value: "" };
  at = 0;
  #n = 0;
  /** @param {number} at  told when another claim is to be in focus */
  focusOn = (at) => { this.at = at; };

  /** @param {Codebook} codebook  @param {{pick: (code: string) => void}} act */
  constructor(codebook, act) {
    this.codebook = codebook;
    this.act = act;
    /** @type {Code[]} */
    this.modalities = codebook.variables[0].codes;
    byId("modalities").append(...this.modalities.map((one) => this.#drawModality(one)));
    this.list.addEventListener("click", (/** @type {Event} */ event) => this.#click(event));
  }

  /** @param {string} key  @returns {Code | null} how a claim is put */
  byKey(key) {
    return this.modalities.find((one) => one.key === key) ?? null;
  }

  colourOf() {
    return "dn";
  }

  /** @param {Claim[]} claims  @param {string} text  @param {string} whose  a sentence on who says so */
  showClaims(claims, text, whose) {
    this.#n = claims.length;
    this.at = Math.max(Math.min(this.at, claims.length - 1), 0);
    this.list.hidden = !claims.length;
    this.none.hidden = claims.length > 0;
    byId("whose").textContent = whose;
    byId("variable").textContent = claims.length ? count(claims.length, "claim") : "No claim";
    this.list.replaceChildren(...claims.map((one, i) => this.#drawClaim(one, i, text)));
    if (claims.length) this.list.setAttribute("aria-activedescendant", `claim-${this.at}`);
    this.#drawFocus(claims[this.at]);
    requestAnimationFrame(() => this.list.children[this.at]?.scrollIntoView({ block: "nearest", behavior: "instant" }));
  }

  /** @param {number} step */
  move(step) {
    const next = this.at + step;
    if (next >= 0 && next < this.#n) this.focusOn(next);
  }

  focus() {
    const wanted = this.list.hidden ? this.none : this.list;
    if (document.activeElement !== wanted) wanted.focus({ preventScroll: true });
  }

  /** @param {Claim} claim  @param {number} i  @param {string} text */
  #drawClaim(claim, i, text) {
    const isAt = i === this.at;
    const { target, head, stance, actor, modality } = claim;
    const words = make("span", "target", wordsAt(text, [target[0], head[0]]), make("b", "", wordsAt(text, head)), wordsAt(text, [head[1], target[1]]));
    const voice = actor === OWN ? "own voice" : `says ${actor}`;
    const option = make("div", `option claim ${SIDES[stance]}`, make("span", "side", `${MARKS[stance]} ${SIDES[stance]}`), words, make("span", "how", `${this.#titleOf(modality)} · ${voice}`));
    option.id = `claim-${i}`;
    option.dataset.place = String(i);
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", String(isAt));
    return option;
  }

  /** @param {string} modality */
  #titleOf(modality) {
    return this.modalities.find((one) => one.code === modality)?.title ?? modality;
  }

  /** @param {Claim | undefined} claim */
  #drawFocus(claim) {
    const states = { "claim-for": claim?.stance === 1, "claim-against": claim?.stance === -1, "claim-actor": claim !== undefined && claim.actor !== OWN };
    for (const [id, isOn] of Object.entries(states)) byId(id).setAttribute("aria-pressed", String(isOn));
    for (const button of byId("modalities").children) {
      button.setAttribute("aria-pressed", String(button.dataset.code === claim?.modality));
    }
    const modality = this.modalities.find((one) => one.code === claim?.modality);
    this.detail.replaceChildren(...(modality ? describeCode(modality) : [make("p", "", this.codebook.instruction)]));
  }

  /** @param {Code} code */
  #drawModality(code) {
    const button = makeButton(code.title, () => this.act.pick(code.code));
    const key = make("kbd", "", code.key ?? "");
    key.setAttribute("aria-hidden", "true");
    button.append(" ", key);
    button.dataset.code = code.code;
    if (code.key) button.setAttribute("aria-keyshortcuts", code.key);
    return button;
  }

  /** @param {Event} event */
  #click(event) {
    const option = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest("[role=option]"));
    if (option) this.focusOn(Number(option.dataset.place));
  }
}
