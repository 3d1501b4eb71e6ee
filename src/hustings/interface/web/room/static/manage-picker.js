// A list of codes that words narrow down; arrows mark, Enter takes.

import { byId, make, makeClosable, openDialog } from "./coding-dom.js";

/** Where there are no codes, what is typed is the value. @param {string} words */
function numberOf(words) {
  const code = words.trim().replace(",", ".").replace("\u2212", "-");
  return /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(code) ? [{ code, title: "", instruction: "" }] : [];
}

export class Picker {
  #codes = [];
  #found = [];
  #marked = 0;

  /** @param {(code: string) => void} take */
  constructor(take) {
    this.take = take;
    this.dialog = byId("picker");
    this.words = byId("picker-words");
    this.list = byId("picker-codes");
    makeClosable(this.dialog);
    this.words.addEventListener("input", () => this.#filter());
    this.words.addEventListener("keydown", (event) => this.#onKey(event));
  }

  /** @param {{code: string, title: string, instruction: string}[]} codes */
  open(codes) {
    this.#codes = codes;
    this.words.value = "";
    this.#filter();
    openDialog(this.dialog);
    this.words.focus();
  }

  #filter() {
    const words = this.words.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const fits = (one) => words.every((word) => `${one.code} ${one.title} ${one.instruction}`.toLocaleLowerCase().includes(word));
    const starts = (one) => words.length === 1 && one.code.toLocaleLowerCase().startsWith(words[0]);
    const found = this.#codes.filter(fits);
    this.#found = this.#codes.length ? [...found.filter(starts), ...found.filter((one) => !starts(one))] : numberOf(this.words.value);
    this.#marked = 0;
    this.#draw();
  }

  #draw() {
    const made = this.#found.map((one, i) => {
      const row = make("div", "", one.title, " ", make("span", "code", one.code));
      row.id = `picker-${i}`;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", String(i === this.#marked));
      row.addEventListener("click", () => this.#choose(i));
      return row;
    });
    this.list.replaceChildren(...(made.length ? made : [make("p", "quiet", this.#codes.length ? "No code has these words." : "Type a number.")]));
    this.words.setAttribute("aria-activedescendant", made.length ? `picker-${this.#marked}` : "");
    made[this.#marked]?.scrollIntoView({ block: "nearest" });
  }

  #onKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      this.#marked = Math.min(Math.max(this.#marked + step, 0), this.#found.length - 1);
      this.#draw();
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.#choose(this.#marked);
    }
  }

  #choose(i) {
    const one = this.#found[i];
    if (!one) return;
    this.dialog.close();
    this.take(one.code);
  }
}
