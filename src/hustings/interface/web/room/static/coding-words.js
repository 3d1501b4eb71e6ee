// Places in a text: the server counts code points, the browser counts UTF-16 units.

/** @typedef {[number, number]} Range  in UTF-16 units of the unit's text */

/** @param {string} text  @param {number} index  @returns {number} code points before an index */
export function pointsBefore(text, index) {
  let points = 0;
  for (const character of text.slice(0, index)) points += character ? 1 : 0;
  return points;
}

/** @param {string} text  @param {number} points  @returns {number} the index after so many code points */
export function indexAfter(text, points) {
  let index = 0;
  for (const character of text) {
    if (points <= 0) break;
    points -= 1;
    index += character.length;
  }
  return index;
}

/** @param {string} text  @param {string | null | undefined} language  @returns {Range[]} */
export function wordsOf(text, language) {
  /** @type {Range[]} */
  const words = [];
  for (const { segment, index, isWordLike } of segmenterOf(language).segment(text)) {
    if (isWordLike) words.push([index, index + segment.length]);
  }
  return words;
}

/** @param {string | null | undefined} language */
function segmenterOf(language) {
  try {
    return new Intl.Segmenter(language || undefined, { granularity: "word" });
  } catch {
    return new Intl.Segmenter(undefined, { granularity: "word" }); // an unknown language
  }
}

/** @param {string} text  @returns {number[]} where characters, as readers see them, begin; and the end */
function lettersOf(text) {
  const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });
  return [...letters.segment(text)].map(({ index }) => index).concat(text.length);
}

/** A selection of words that is moved and stretched by keys. */
export class WordSelection {
  /** @param {string} text  @param {Range[]} words */
  constructor(text, words) {
    this.text = text;
    this.words = words;
    /** @type {Range} the word that the selection began with */
    this.anchor = words[0] ?? [0, text.length];
    this.head = this.anchor[1];
  }

  /** @returns {Range} */
  get range() {
    return [Math.min(this.anchor[0], this.head), Math.max(this.anchor[1], this.head)];
  }

  /** Go to the next or previous word. @param {1 | -1} step */
  move(step) {
    const [start, end] = this.range;
    const word = step > 0
      ? this.words.find((one) => one[0] >= end)
      : this.words.findLast((one) => one[1] <= start);
    if (word) this.put(word);
  }

  /** @param {Range} word */
  put(word) {
    this.anchor = word;
    this.head = word[1];
  }

  /** Begin with words that are marked already: the first of them stays. @param {number} start  @param {number} end */
  begin(start, end) {
    this.anchor = this.words.find((word) => word[0] >= start && word[1] <= end) ?? [start, end];
    this.head = end;
  }

  /** Take in the word before, or leave out the first. @param {1 | -1} step */
  moveStart(step) {
    const [start, end] = this.range;
    const word = step < 0 ? this.words.findLast((one) => one[1] <= start) : this.words.find((one) => one[0] > start);
    if (!word || word[0] >= end) return;
    this.anchor = word;
    this.head = Math.max(end, word[1]);
  }

  /**
   * Stretch or shrink by a word, or by a letter. The first word stays whole.
   * @param {1 | -1} step  @param {boolean} isByLetter
   */
  stretch(step, isByLetter) {
    const stops = this.#stops(isByLetter);
    const next = step > 0
      ? stops.find((stop) => stop > this.head)
      : stops.findLast((stop) => stop < this.head);
    if (next !== undefined) this.head = next;
  }

  /** @param {boolean} isByLetter  @returns {number[]} where the selection may end, in order */
  #stops(isByLetter) {
    const [start, end] = this.anchor;
    if (isByLetter) return lettersOf(this.text).filter((stop) => stop < start || stop >= end);
    const before = this.words.map((word) => word[0]).filter((stop) => stop < start);
    const after = this.words.map((word) => word[1]).filter((stop) => stop >= end);
    return [...before, ...after];
  }
}

/** A place between two words, moved by keys. */
export class CutPlace {
  /** @param {Range[]} words */
  constructor(words) {
    this.places = words.slice(1).map(([start]) => start);
    this.at = this.places[Math.floor((this.places.length - 1) / 2)] ?? 0;
  }

  /** @param {1 | -1} step */
  move(step) {
    const next = step > 0
      ? this.places.find((place) => place > this.at)
      : this.places.findLast((place) => place < this.at);
    if (next !== undefined) this.at = next;
  }

  /** @param {number} index */
  put(index) {
    const before = this.places.findLast((place) => place <= index);
    this.at = before ?? this.places[0] ?? 0;
  }
}
