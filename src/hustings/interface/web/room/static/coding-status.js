// What the page says of itself: where one is, what is saved, what went wrong.

import { byId, count, make } from "./coding-dom.js";

/** @typedef {import("./coding-api.js").ApiError} ApiError */
/** @typedef {import("./coding-units.js").Units} Units */

const READABLE = 5000;
const NOTICED = 150; // what is saved sooner was never seen on its way

export class Status {
  state = byId("state");
  hint = byId("hint");
  voice = byId("voice");
  line = byId("line");
  /** @type {number | undefined} */
  #timer;
  /** @type {number | undefined} */
  #saving;

  /** @param {URL} login */
  constructor(login) {
    this.login = login;
  }

  /** @param {Units} units  @param {number} index */
  showPlace(units, index) {
    const { length, nDone } = units;
    byId("place").textContent = `${(index + 1).toLocaleString("en")} of ${length.toLocaleString("en")}`;
    byId("unit-heading").textContent = `Unit ${index + 1} of ${length}`;
    byId("done").textContent = `${count(nDone, "unit")} done`;
    byId("line-done").style.transform = `scaleX(${length ? nDone / length : 0})`;
    this.line.setAttribute("aria-valuenow", String(nDone));
    this.line.setAttribute("aria-valuemax", String(length));
    this.line.setAttribute("aria-valuetext", `${nDone} of ${length} units done`);
  }

  /**
   * @param {"empty" | "draft" | "saving" | "saved" | "waiting" | "out"} name
   * @param {string} words
   */
  show(name, words) {
    clearTimeout(this.#saving);
    if (name === "saving") this.#saving = setTimeout(() => this.#showState(name, words), NOTICED);
    else this.#showState(name, words);
  }

  /** @param {string} name  @param {string} words */
  #showState(name, words) {
    this.state.dataset.state = name;
    const link = name === "out" ? [" ", this.#loginLink()] : [];
    byId("state-words").replaceChildren(words, ...link);
  }

  /** Letters could not be delivered. @param {ApiError} error  @param {number} n */
  showWaiting(error, n) {
    if (error.isLoggedOut) this.show("out", "Not saved: you are logged out.");
    else this.show("waiting", `Not saved yet${n > 1 ? ` (${count(n, "unit")})` : ""}. Trying again.`);
    this.warn(error.isLoggedOut
      ? "You are logged out. Your answers are kept on this device; log in again, and they are saved."
      : `${error.message} Your answers are kept on this device and are sent again by themselves.`);
  }

  /** Say something for a moment, to the eye and to a voice. @param {string} words */
  say(words) {
    this.#hint(words, false);
    this.speak(words);
    this.#timer = setTimeout(() => this.calm(), READABLE);
  }

  /** Say what went wrong, until something else happens. @param {string} words */
  warn(words) {
    this.#hint(words, true);
    this.speak(words);
  }

  calm() {
    clearTimeout(this.#timer);
    this.hint.hidden = true;
  }

  /** To a voice alone. @param {string} words */
  speak(words) {
    this.voice.textContent = words;
  }

  /** @param {string} words  @param {boolean} isWarning */
  #hint(words, isWarning) {
    clearTimeout(this.#timer);
    this.hint.replaceChildren(words);
    this.hint.classList.toggle("warning", isWarning);
    this.hint.hidden = false;
  }

  #loginLink() {
    const link = /** @type {HTMLAnchorElement} */ (make("a", "", "Log in again"));
    link.href = this.login.href;
    return link;
  }
}
