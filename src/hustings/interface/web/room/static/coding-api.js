// The room's JSON API. Every change carries the token; every refusal is an ApiError.

/**
 * @typedef {[number, number]} Stretch  code points of the document's text
 * @typedef {{value: string | null, unsure: boolean, note: string, evidence: Stretch[], written?: string}} Answer
 * @typedef {Record<string, Answer>} Answers  by variable
 * @typedef {{code: string, title: string, domain: string | null, instruction: string, examples: string[], key: string | null}} Code
 * @typedef {{minimum: number | null, maximum: number | null, whole: boolean, words: string}} Asked  which numbers a variable takes
 * @typedef {{name: string, title: string, level: string, instruction: string, condition: {variable: string, code: string} | null, uncoded: string | null, codes: Code[], number: Asked | null}} Variable
 * @typedef {{domain: string, title: string}} Domain
 * @typedef {{title: string, instruction: string, variables: Variable[], domains: Domain[]}} Codebook
 * @typedef {{assignment: string, purpose: string, unitising: boolean, claims: boolean, n_units: number, states: [number, boolean, boolean][], codebook: Codebook}} Assignment
 * @typedef {{text: string, kind: string, joined: boolean}} Piece
 * @typedef {{id: string, language?: string | null, actor?: string | null, title?: string | null, date?: string | null}} Source
 * @typedef {{position: number, unit: string, document: Source, before: Piece[], text: string, after: Piece[], page: number | string | null, image: string | null, boxes: number[][], start: number, end: number, codings: Answers, found?: string | null, answers?: Record<string, string> | null}} Unit
 * @typedef {{client: string, position: number, variable: string, unit: Stretch, value: string | null, unsure: boolean, note: string, evidence: Stretch[]}} Sent
 * @typedef {{position: number, variable: string, value: string | null, answer: string, right: boolean}} Feedback
 * @typedef {{saved: {client: string, coding: string, written: string}[], feedback?: Feedback[] | null}} Receipt
 * @typedef {{position: number, codings: Answers, variables: string[]}} Restored
 * @typedef {{coder: string, variable: string, value: string | null, unsure: boolean, note: string, written: string}} Word
 */

const PATIENCE = 10_000;

export class ApiError extends Error {
  /** @param {number} status 0 where no answer came  @param {string} message */
  constructor(status, message) {
    super(message);
    this.status = status;
  }

  /** Whether the same request may succeed later. */
  get isPassing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  get isLoggedOut() {
    return this.status === 401;
  }
}

export class Api {
  #token = "";

  /** @param {URL} base */
  constructor(base) {
    this.base = base;
  }

  /** @returns {Promise<{coder: string, role: string, token: string, mode: string}>} */
  async me() {
    const me = await this.#request("me");
    this.#token = me.token;
    return me;
  }

  /** @param {string} id  @returns {Promise<Assignment>} */
  assignment(id) {
    return this.#request(`assignments/${encodeURIComponent(id)}`);
  }

  /** @param {string} id  @param {number} from  @param {number} n  @returns {Promise<Unit[]>} */
  units(id, from, n) {
    return this.#request(`assignments/${encodeURIComponent(id)}/units?from=${from}&n=${n}`);
  }

  /** @param {string} assignment  @param {Sent[]} codings  @returns {Promise<Receipt>} */
  save(assignment, codings) {
    return this.#change("codings", { assignment, codings });
  }

  /** @param {"undo" | "redo"} way  @param {string} assignment  @returns {Promise<{restored: Restored | null}>} */
  step(way, assignment) {
    return this.#change(way, { assignment });
  }

  /** @param {string} assignment  @param {number} position  @param {{cut: number} | {join: "next"}} how  @returns {Promise<{position: number}>} */
  recut(assignment, position, how) {
    return this.#change("units", { assignment, position, ...how });
  }

  /** @param {Unit} unit  @returns {Promise<Word[]>} */
  history({ document, start, end }) {
    const asked = new URLSearchParams({ document: document.id, start: String(start), end: String(end) });
    return this.#request(`history?${asked}`);
  }

  /** @param {string} path  @param {object} body  @returns {Promise<any>} */
  async #change(path, body) {
    try {
      return await this.#post(path, body);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 403) throw error;
      await this.me(); // a new session has a new token
      return this.#post(path, body);
    }
  }

  /** @param {string} path  @param {object} body */
  #post(path, body) {
    const headers = { "Content-Type": "application/json", "X-Hustings-Token": this.#token };
    return this.#request(path, { method: "POST", headers, body: JSON.stringify(body) });
  }

  /** @param {string} path  @param {RequestInit} [how]  @returns {Promise<any>} */
  async #request(path, how = {}) {
    let response;
    try {
      response = await fetch(new URL(path, this.base), { ...how, cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    } catch {
      throw new ApiError(0, "There is no connection.");
    }
    const said = await response.json().catch(() => null);
    if (response.ok && said !== null) return said;
    throw new ApiError(response.ok ? 0 : response.status, said?.error ?? `The server answered ${response.status}.`);
  }
}
