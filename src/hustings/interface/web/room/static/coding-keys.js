// From a key press to the name of a key, whatever the keyboard's layout.

const TYPING = "input:not([type=checkbox]), textarea, select";

/**
 * The name of the key that was pressed: capitals only with Shift, and on keyboards with
 * other letters, or with digits behind Shift, the place of the key counts.
 * @param {KeyboardEvent} event  @param {(key: string) => boolean} isKnown
 */
export function nameOf(event, isKnown) {
  const { key, code, shiftKey } = event;
  if (key.length !== 1) return key;
  const named = /^[a-z]$/i.test(key) ? withShift(key, shiftKey) : key;
  if (isKnown(named)) return named;
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter && key > "~") return withShift(letter, shiftKey);
  return digit ?? named;
}

/** @param {string} letter  @param {boolean} isShifted */
function withShift(letter, isShifted) {
  return isShifted ? letter.toUpperCase() : letter.toLowerCase();
}

/** Whether a key belongs to a field that is typed in. @param {KeyboardEvent} event */
export function isTyping(event) {
  return event.target instanceof Element && event.target.matches(TYPING);
}

/** Whether Enter or Space belongs to the element in focus. @param {KeyboardEvent} event */
export function isPressing(event) {
  const isPress = event.key === "Enter" || event.key === " ";
  return isPress && event.target instanceof Element && event.target.matches("button, a, summary, input[type=checkbox]");
}

/** Keys that came while a unit was being saved: they are meant for the next one. */
export class KeyQueue {
  /** @type {string[]} */
  #waiting = [];
  isHeld = false;

  /** @param {(key: string) => void} press */
  constructor(press) {
    this.press = press;
  }

  hold() {
    this.isHeld = true;
  }

  /** @param {string} key */
  put(key) {
    if (this.isHeld) this.#waiting.push(key);
    else this.press(key);
  }

  /** Let the keys that waited act, as long as none of them saves again. */
  release() {
    this.isHeld = false;
    while (!this.isHeld && this.#waiting.length) this.press(/** @type {string} */ (this.#waiting.shift()));
  }

  /** Forget the keys that waited: what they were meant for did not come. */
  drop() {
    this.#waiting = [];
    this.isHeld = false;
  }
}
