// The units of an assignment, fetched ahead of the coder and kept.

/** @typedef {import("./coding-api.js").Api} Api */
/** @typedef {import("./coding-api.js").Unit} Unit */

const WINDOW = 20; // the server draws the pages of as many ahead
const AHEAD = 10;

export class Units {
  /** @type {Map<number, Unit>} */
  #known = new Map();
  /** @type {Map<number, Promise<void>>} */
  #asked = new Map();

  /** @param {Api} api  @param {string} assignment  @param {[number, boolean, boolean][]} states */
  constructor(api, assignment, states) {
    this.api = api;
    this.assignment = assignment;
    this.positions = states.map(([position]) => position);
    this.done = states.map(([, isDone]) => isDone);
    this.unsure = states.map(([, , isUnsure]) => isUnsure);
  }

  get length() {
    return this.positions.length;
  }

  get nDone() {
    return this.done.filter(Boolean).length;
  }

  get nUnsure() {
    return this.unsure.filter(Boolean).length;
  }

  /** @param {number} index  @returns {Unit | undefined} at once, if it is here */
  at(index) {
    return this.#known.get(index);
  }

  /** @param {number} position  @returns {number} -1 where there is none */
  indexOf(position) {
    return this.positions.indexOf(position);
  }

  /**
   * The next unit that is not done.
   * @param {number} from  @param {1 | -1} [step]
   * @returns {number} -1 where all are done
   */
  nextOpen(from, step = 1) {
    return this.#next(from, step, this.done, false);
  }

  /** @param {number} from  @returns {number} -1 where there is none */
  nextUnsure(from) {
    return this.#next(from, 1, this.unsure, true);
  }

  /** @param {number} from  @param {number} step  @param {boolean[]} flags  @param {boolean} wanted */
  #next(from, step, flags, wanted) {
    for (let n = 0, i = from + step; n < this.length; n += 1, i += step) {
      const index = ((i % this.length) + this.length) % this.length;
      if (flags[index] === wanted) return index;
    }
    return -1;
  }

  /** @param {number} index  @returns {Promise<Unit>} */
  async load(index) {
    if (!this.#known.has(index)) await this.#fetch(Math.max(0, index - 3));
    const unit = this.#known.get(index);
    if (!unit) throw new Error(`The server gave no unit ${index + 1}.`);
    return unit;
  }

  /** Fetch what will be wanted next, in the background. @param {number} index */
  prepare(index) {
    for (const wanted of [index + AHEAD, index - AHEAD, this.nextOpen(index)]) {
      const i = Math.min(Math.max(wanted, 0), this.length - 1);
      if (!this.#known.has(i)) this.#fetch(wanted < index ? Math.max(0, i - WINDOW + 5) : i).catch(() => {});
    }
    for (const i of [index + 1, index - 1]) {
      if (i >= 0 && i < this.length && !this.#known.has(i)) this.#fetch(i).catch(() => {});
    }
  }

  /** @param {number} from */
  #fetch(from) {
    const running = this.#asked.get(from);
    if (running) return running;
    const asked = this.#keep(from).finally(() => this.#asked.delete(from));
    this.#asked.set(from, asked);
    return asked;
  }

  /** @param {number} from */
  async #keep(from) {
    for (const unit of await this.api.units(this.assignment, this.positions[from], WINDOW)) {
      const index = this.indexOf(unit.position);
      if (index >= 0 && !this.#known.has(index)) this.#known.set(index, unit);
    }
  }
}
