// A sheet of claims: what one unit claims, as the server keeps it, and what a key makes of it.

import { pointsBefore, wordsOf } from "./coding-words.js";

/**
 * @typedef {[number, number]} Stretch  code points of the unit's own text
 * @typedef {{actor: string, stance: 1 | -1, target: Stretch, head: Stretch, modality: string, link?: number}} Claim  link: place of the claim that it goes with
 */

export const OWN = "own";
export const MARKS = { "1": "▲", "-1": "▼" };
export const SIDES = { "1": "for", "-1": "against" };

/** Words before which the head of a target stands; the last word names it otherwise. */
const AFTER_HEADS = new Set(("of for in on at to with by from that which who than as into over under against between and or "
  + "der des dem den die von vom für im zu zur zum auf mit bei über gegen und oder "
  + "de du d d' des à au aux en pour sur avec par dans et ou que qui "
  + "del la el los las para por con sin y o di della dei delle degli per da nel nella e do dos das no na "
  + "van voor op met tot aan door").split(" "));

/** @param {string | null | undefined} value  @returns {Claim[]} */
export function claimsOf(value) {
  return value ? JSON.parse(value) : [];
}

/** @param {Claim[]} claims  @returns {string} in the one form in which the server keeps it */
export function sheetOf(claims) {
  return JSON.stringify(claims.map(({ actor, stance, target, head, modality, link }) => ({ actor, stance, target, head, modality, link })));
}

/** @param {string} text  @param {Stretch} stretch  @returns {string} the words there */
export function wordsAt(text, [start, end]) {
  return [...text].slice(start, end).join("");
}

/** @param {Claim} one  @param {Claim} other */
export function isSame(one, other) {
  return one.actor === other.actor && one.stance === other.stance && String(one.target) === String(other.target);
}

/** @param {Stretch} inner  @param {Stretch} outer */
export function isInside(inner, outer) {
  return outer[0] <= inner[0] && inner[1] <= outer[1];
}

/** The word that is likely to name a target. @param {string} text  of the unit  @param {Stretch} target  @param {string | null | undefined} language  @returns {Stretch} */
export function likelyHead(text, target, language) {
  const words = wordsIn(text, target, language);
  const stop = words.findIndex((word, i) => i > 0 && AFTER_HEADS.has(wordsAt(text, word).toLocaleLowerCase()));
  return words[(stop < 0 ? words.length : stop) - 1] ?? target;
}

/** @param {string} text  @param {Stretch} stretch  @param {string | null | undefined} language  @returns {Stretch[]} the words of a stretch */
export function wordsIn(text, stretch, language) {
  return wordsOf(text, language)
    .map(([a, b]) => /** @type {Stretch} */ ([pointsBefore(text, a), pointsBefore(text, b)]))
    .filter((word) => isInside(word, stretch));
}

/** @param {Claim[]} claims  @param {Claim} claim  @returns {{claims: Claim[], at: number}} with it, in the order of the text */
export function withClaim(claims, claim) {
  const next = claims.findIndex((one) => one.target[0] > claim.target[0]);
  const at = next < 0 ? claims.length : next;
  const moved = claims.map((one) => (isAfter(one.link, at) ? { ...one, link: Number(one.link) + 1 } : one));
  return { claims: moved.toSpliced(at, 0, claim), at };
}

/** @param {Claim[]} claims  @param {number} at  @returns {Claim[]} without the one there; what went with it stands alone */
export function withoutClaim(claims, at) {
  const left = claims.map((one) => {
    if (one.link === at) return { ...one, link: undefined };
    return isAfter(one.link, at) ? { ...one, link: Number(one.link) - 1 } : one;
  });
  return left.toSpliced(at, 1);
}

/** @param {number | undefined} link  @param {number} at */
function isAfter(link, at) {
  return link !== undefined && link >= at;
}

/** @param {Claim} claim  @param {string} text  @returns {string} as a voice says it */
export function sayClaim({ actor, stance, target, modality }, text) {
  return `${actor === OWN ? "" : `${actor}: `}${SIDES[stance]} ${wordsAt(text, target)}, ${modality}`;
}

/** @param {string} value  @param {string} text  @returns {string} a whole sheet in words */
export function saySheet(value, text) {
  const claims = claimsOf(value);
  if (!claims.length) return "no claim";
  return claims.map((one) => `${MARKS[one.stance]} ${sayClaim(one, text)}`).join("; ");
}
