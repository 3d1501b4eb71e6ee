// What is not saved yet: drafts and answers on their way, kept in the browser until the
// server has acknowledged them.

/** @typedef {import("./coding-api.js").Answers} Answers */
/** @typedef {import("./coding-api.js").Receipt} Receipt */
/** @typedef {import("./coding-api.js").Sent} Sent */
/** @typedef {{unit: string, index: number, position: number, codings: Sent[]}} Letter */

import { ApiError } from "./coding-api.js";

const DELAYS = [1, 2, 4, 8, 15, 30];

/** A name that no other coding has, so that a letter sent twice counts once. */
export function newClient() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** The browser's store for one person and assignment; in memory where it refuses. */
export class Shelf {
  #memory = new Map();

  /** @param {string} coder  @param {string} assignment */
  constructor(coder, assignment) {
    this.prefix = `hustings/${coder}/${assignment}/`;
  }

  /** @param {string} name  @returns {any} null where there is nothing */
  read(name) {
    if (this.#memory.has(name)) return this.#memory.get(name);
    try {
      return JSON.parse(localStorage.getItem(this.prefix + name) ?? "null");
    } catch {
      return null;
    }
  }

  /** @param {string} name  @param {unknown} value  null takes it away */
  write(name, value) {
    try {
      if (value === null) localStorage.removeItem(this.prefix + name);
      else localStorage.setItem(this.prefix + name, JSON.stringify(value));
      this.#memory.delete(name);
    } catch {
      this.#memory.set(name, value);
    }
  }
}

/** Letters go out one after the other, in order, until each is acknowledged. */
export class Outbox {
  #isRunning = false;
  #failures = 0;
  /** @type {number | undefined} */
  #timer;
  /** @type {Map<string, (receipt: Receipt | null) => void>} */
  #waiting = new Map();

  /**
   * @param {Shelf} shelf
   * @param {(letter: Letter) => Promise<Receipt>} deliver
   * @param {{saved: (letter: Letter, receipt: Receipt) => void, refused: (letter: Letter, error: ApiError) => void, changed: (error: ApiError | null) => void}} tell
   */
  constructor(shelf, deliver, tell) {
    this.shelf = shelf;
    this.deliver = deliver;
    this.tell = tell;
    addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => document.hidden || this.hurry());
  }

  /** @returns {Letter[]} */
  get letters() {
    return this.shelf.read("outbox") ?? [];
  }

  /** @param {string} unit  @returns {Letter[]} those about one unit, oldest first */
  about(unit) {
    return this.letters.filter((letter) => letter.unit === unit);
  }

  /**
   * Keep a letter and send it.
   * @param {Letter} letter
   * @returns {Promise<Receipt | null>} when the server has said yes; null when it refused
   */
  send(letter) {
    this.shelf.write("outbox", [...this.letters, letter]);
    const answered = new Promise((resolve) => this.#waiting.set(letter.codings[0].client, resolve));
    this.hurry();
    return answered;
  }

  /** Try at once, whatever the delay. */
  hurry() {
    clearTimeout(this.#timer);
    if (this.letters.length) void this.#run();
  }

  async #run() {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.tell.changed(null);
    for (let letter = this.letters[0]; letter; letter = this.letters[0]) {
      if (!(await this.#deliver(letter))) break;
    }
    this.#isRunning = false;
  }

  /** @param {Letter} letter  @returns {Promise<boolean>} whether the next may follow */
  async #deliver(letter) {
    try {
      const receipt = await this.deliver(letter);
      this.#failures = 0;
      this.#close(letter, receipt);
      this.tell.saved(letter, receipt);
      return true;
    } catch (thrown) {
      const error = thrown instanceof ApiError ? thrown : new ApiError(0, String(thrown));
      if (error.isPassing || error.isLoggedOut) {
        this.#wait(error);
        return false;
      }
      this.#close(letter, null);
      this.tell.refused(letter, error);
      return true;
    }
  }

  /** @param {Letter} letter  @param {Receipt | null} receipt */
  #close(letter, receipt) {
    const { client } = letter.codings[0];
    this.shelf.write("outbox", this.#without(client));
    this.#waiting.get(client)?.(receipt);
    this.#waiting.delete(client);
  }

  /** @param {string} client  @returns {Letter[] | null} */
  #without(client) {
    const left = this.letters.filter((one) => one.codings[0].client !== client);
    return left.length ? left : null;
  }

  /** @param {ApiError} error */
  #wait(error) {
    const seconds = DELAYS[Math.min(this.#failures, DELAYS.length - 1)];
    this.#failures += 1;
    this.#timer = setTimeout(() => this.hurry(), seconds * 1000);
    this.tell.changed(error);
  }
}
