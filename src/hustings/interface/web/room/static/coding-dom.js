// Making and finding elements. Words enter a page through textContent alone.

/**
 * @param {string} tag
 * @param {string} [className]
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function make(tag, className = "", ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/**
 * @param {string} id
 * @returns {any} an element of the template
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no #${id}.`);
  return element;
}

/** @param {string} words  @param {() => void} act  @param {string} [className] */
export function makeButton(words, act, className = "") {
  const button = make("button", className, words);
  /** @type {HTMLButtonElement} */ (button).type = "button";
  button.addEventListener("click", act);
  return button;
}

/** @param {number} n  @param {string} noun */
export function count(n, noun) {
  return `${n.toLocaleString("en")} ${noun}${n === 1 ? "" : "s"}`;
}

/**
 * Open a dialog whose close button, Escape and a click beside it close it.
 * @param {HTMLDialogElement} dialog
 */
export function openDialog(dialog) {
  if (!dialog.open) dialog.showModal();
}

/** @param {HTMLDialogElement} dialog */
export function makeClosable(dialog) {
  for (const button of dialog.querySelectorAll("[data-close]")) {
    button.addEventListener("click", () => dialog.close());
  }
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}
