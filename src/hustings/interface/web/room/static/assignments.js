// What this device still keeps of each assignment: answers that are not saved yet.

import { count } from "./coding-dom.js";

const list = /** @type {HTMLElement | null} */ (document.querySelector(".assignments"));

/** @param {string} prefix  @returns {number} units with a draft or an answer on its way */
function countKept(prefix) {
  const names = Object.keys(localStorage).filter((name) => name.startsWith(prefix));
  const drafts = names.filter((name) => name.startsWith(`${prefix}draft/`)).map((name) => name.slice(`${prefix}draft/`.length));
  const letters = JSON.parse(localStorage.getItem(`${prefix}outbox`) ?? "[]");
  return new Set([...drafts, ...letters.map((/** @type {{unit: string}} */ one) => one.unit)]).size;
}

function show() {
  for (const item of /** @type {NodeListOf<HTMLElement>} */ (list?.querySelectorAll("[data-assignment]") ?? [])) {
    const n = countKept(`hustings/${list?.dataset.coder}/${item.dataset.assignment}/`);
    const kept = /** @type {HTMLElement} */ (item.querySelector(".kept"));
    kept.hidden = n === 0;
    kept.textContent = `${count(n, "unit")} on this device ${n === 1 ? "is" : "are"} not saved yet: open the assignment to go on.`;
  }
}

try {
  show();
} catch {
  // A browser may refuse to say what it keeps.
}
addEventListener("pageshow", (event) => event.persisted && location.reload());
