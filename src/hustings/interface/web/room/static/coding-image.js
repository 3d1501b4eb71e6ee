// The page as it was printed, with the unit's box; shown when it is asked for.

import { byId } from "./coding-dom.js";

/** @typedef {import("./coding-api.js").Unit} Unit */

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 0.004;

export class PageImage {
  figure = byId("facsimile");
  image = byId("page-image");
  toggle = byId("show-image");
  isOn = false;
  #shown = "";

  /** @param {URL} root */
  constructor(root) {
    this.root = root;
    this.image.addEventListener("error", () => this.#miss());
    this.image.addEventListener("load", () => this.#centre());
  }

  /** @param {Unit} unit */
  show(unit) {
    this.toggle.disabled = !unit.image;
    this.figure.hidden = !this.isOn;
    this.toggle.setAttribute("aria-pressed", String(this.isOn));
    document.body.classList.toggle("with-image", this.isOn);
    if (this.isOn) this.#draw(unit);
  }

  /** Fetch a picture before it is looked at. @param {Unit | undefined} unit */
  prepare(unit) {
    if (this.isOn && unit?.image && pageOf(unit) !== this.#shown) new Image().src = this.#address(unit.image);
  }

  /** @param {Unit} unit */
  #draw(unit) {
    byId("no-image").hidden = Boolean(unit.image);
    this.image.hidden = !unit.image;
    byId("page-name").textContent = unit.page === null ? "" : `Page ${unit.page}`;
    byId("page-boxes").replaceChildren(...(unit.image ? unit.boxes.map(drawBox) : []));
    if (!unit.image) return;
    const page = pageOf(unit);
    if (this.#shown !== page) this.image.src = this.#address(unit.image);
    this.#shown = page;
    this.image.alt = `Image of page ${unit.page ?? ""}, with the unit marked`;
    this.#centre();
  }

  /** @param {string} image */
  #address(image) {
    return new URL(image.replace(/^\//, ""), this.root).href;
  }

  #miss() {
    this.#shown = "";
    byId("no-image").hidden = false;
    this.image.hidden = true;
  }

  #centre() {
    byId("page-boxes").toggleAttribute("hidden", !this.image.complete);
    const box = byId("page-boxes").firstElementChild;
    const pane = byId("page-pane");
    const top = box ? Number(box.getAttribute("y")) * this.image.clientHeight : 0;
    pane.scrollTo({ top: Math.max(0, top - pane.clientHeight / 3), behavior: "instant" });
  }
}

/** Units of one page have one picture, whatever its addresses. @param {Unit} unit */
function pageOf({ document: { id }, page }) {
  return `${id} ${page}`;
}

/** @param {number[]} box  fractions of the page */
function drawBox([x0, y0, x1, y1]) {
  const box = document.createElementNS(SVG, "rect");
  const sides = { x: x0 - MARGIN, y: y0 - MARGIN, width: x1 - x0 + 2 * MARGIN, height: y1 - y0 + 2 * MARGIN };
  for (const [name, value] of Object.entries(sides)) box.setAttribute(name, String(value));
  return box;
}
