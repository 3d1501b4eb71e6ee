// What a coder does where claims are corrected: accepts, changes, deletes and adds them.

import { Claims } from "./coding-claims.js";
import { byId } from "./coding-dom.js";
import { nameOf } from "./coding-keys.js";
import { CodingPage } from "./coding-page.js";
import { claimsOf, isInside, isSame, likelyHead, OWN, sayClaim, sheetOf, SIDES, wordsAt, withClaim, withoutClaim } from "./coding-sheet.js";
import { View } from "./coding-view.js";

/** @import {Api, ApiError, Assignment, Stretch} from "./coding-api.js" */
/** @import {Desk} from "./coding-desk.js" */
/** @import {Claim} from "./coding-sheet.js" */
/** @import {Units} from "./coding-units.js" */
/** @typedef {"new" | "target" | "head" | "actor"} Purpose  what words are marked for */

const NO_CLAIM = "There is no claim yet: m marks words for one.";
const ASKED = {
  new: "Arrows choose words, Shift takes more. Then f for a claim for them, a for one against them.",
  target: "Arrows choose the target, Shift takes more, Enter takes it.",
  head: "Arrows choose the one word that names the target, Enter takes it.",
  actor: "Arrows choose the name of who says so, Enter takes it.",
};

/** @param {Desk} desk  @returns {Claim[]} what the coder says, or else what the program found */
export function shownClaims({ answer, unit }) {
  return claimsOf(answer.value ?? unit.found);
}

/** @param {Desk} desk  @returns {string} whose claims are shown */
function sayWhose({ answer, unit, isDirty }) {
  if (answer.value !== null) return isDirty ? "Changed by you. Enter saves." : "Checked by you.";
  if (unit.found === null || unit.found === undefined) return "You are shown no claims of the program. Mark yours; Enter saves them, or that there is none.";
  return "Found by the program. Enter accepts all and goes on.";
}

class ClaimingView extends View {
  /** @param {Assignment} assignment  @param {any} act */
  setUp(assignment, act) {
    this.codes = /** @type {any} */ (new Claims(assignment.codebook, act));
  }

  /** @param {Desk} desk */
  open(desk) {
    this.codes.at = 0;
    this.reading.takesMouse = true;
    super.open(desk);
  }

  /** @param {Desk} desk  @param {Units} units */
  draw(desk, units) {
    const { unsure, note, value } = desk.answer;
    const claims = shownClaims(desk);
    this.status.showPlace(units, desk.index);
    this.codes.showClaims(claims, desk.unit.text, sayWhose(desk));
    this.reading.markClaims(claims, this.codes.at);
    byId("unit-bar").className = `bar-of-unit ${value === null ? "open" : "dn"}`;
    byId("unsure").setAttribute("aria-pressed", String(unsure));
    if (document.activeElement !== byId("note")) byId("note").value = note;
    this.image.show(desk.unit);
    this.drawMode();
  }

  drawMode() {
    const { mode } = this.reading;
    document.body.dataset.mode = mode ?? "";
    byId("take-mode").hidden = mode === null;
    if (mode) byId("take-mode").scrollIntoView({ block: "nearest" });
  }

  /** @param {Desk | null} desk  @param {number} nLetters  @param {ApiError | null} problem */
  drawState(desk, nLetters, problem) {
    super.drawState(desk, nLetters, problem);
    if (!nLetters && desk && !desk.isDirty && desk.answer.value === null) this.status.show("draft", "Enter accepts");
  }
}

export class ClaimingPage extends CodingPage {
  /** @type {Purpose} */
  purpose = "new";

  /** @param {Api} api  @param {string} coder  @param {Assignment} assignment  @param {URL} room  @param {(key: string) => void} press */
  constructor(api, coder, assignment, room, press) {
    super(api, coder, assignment, room, press, ClaimingView);
    this.view.codes.focusOn = (/** @type {number} */ at) => this.focusOn(at);
  }

  /** @returns {Claim[]} */
  get claims() {
    return this.desk ? shownClaims(this.desk) : [];
  }

  /** @returns {Claim | undefined} the one in focus */
  get claim() {
    return this.claims[this.view.codes.at];
  }

  get #text() {
    return this.desk?.unit.text ?? "";
  }

  /** What keys do here and nowhere else; null where they do nothing. @returns {Record<string, (() => void) | null>} */
  get deeds() {
    return {
      f: () => this.side(1),
      a: () => this.side(-1),
      m: () => this.begin("new"),
      e: () => this.mark("target"),
      w: () => this.mark("head"),
      o: () => this.actor(),
      "/": null, " ": null, x: null, X: null, ".": null, ",": null,
    };
  }

  /** Buttons that this page has besides. */
  get buttons() {
    return { "claim-for": "f", "claim-against": "a", "claim-new": "m", "claim-target": "e", "claim-head": "w", "claim-actor": "o", "claim-delete": "Delete" };
  }

  // Changes

  /** @param {Claim[]} claims  @param {number} at  @param {string} words */
  #put(claims, at, words) {
    this.view.reading.leaveMode();
    this.view.codes.at = at;
    if (sheetOf(claims) !== this.desk?.answer.value) this.desk?.change({ value: sheetOf(claims) });
    this.answered();
    this.status.say(words);
  }

  /** @param {Partial<Claim>} part  of the claim in focus  @param {string} words */
  #amend(part, words) {
    const { claim, claims } = this;
    const { at } = this.view.codes;
    if (!claim) {
      this.status.say(NO_CLAIM);
      return;
    }
    const amended = { ...claim, ...part };
    if (claims.some((one, i) => i !== at && isSame(one, amended))) this.status.warn("That claim stands there already.");
    else this.#put(claims.with(at, amended), at, words);
  }

  /** Say for or against: of words that are marked, or of the claim in focus. @param {1 | -1} stance */
  side(stance) {
    if (this.view.reading.mode) this.#add(stance);
    else this.#amend({ stance }, `${SIDES[stance] === "for" ? "For" : "Against"} it.`);
  }

  /** @param {1 | -1} stance */
  #add(stance) {
    const target = this.#marked();
    const claim = { actor: OWN, stance, target, head: this.#headOf(target), modality: this.claim?.modality ?? "position" };
    if (this.claims.some((one) => isSame(one, claim))) {
      this.status.warn("That claim stands there already.");
      return;
    }
    const { claims, at } = withClaim(this.claims, claim);
    this.#put(claims, at, `Added: ${sayClaim(claim, this.#text)}.`);
  }

  /** @param {string} modality */
  pick(modality) {
    if (this.desk && !this.hasEnded) this.#amend({ modality }, `Put as ${modality}.`);
  }

  clear() {
    const { at } = this.view.codes;
    if (this.claim) this.#put(withoutClaim(this.claims, at), Math.max(at - 1, 0), "Claim deleted.");
    else this.status.say("There is no claim to delete.");
  }

  actor() {
    if (this.view.reading.mode || !this.claim || this.claim.actor === OWN) this.mark("actor");
    else this.#amend({ actor: OWN }, "In the document’s own voice.");
  }

  /** @param {number} at */
  focusOn(at) {
    this.view.codes.at = at;
    this.render();
    this.view.codes.focus();
    if (this.claim) this.status.speak(sayClaim(this.claim, this.#text));
  }

  /** Enter: what is shown is what the coder says. */
  confirm() {
    const { desk } = this;
    if (!desk) return;
    if (desk.answer.value === null) desk.change({ value: sheetOf(this.claims) });
    if (desk.changes.length) void this.save(desk);
    else void this.proceed();
  }

  // Marking words

  /** @param {Stretch} stretch  words that were selected with the mouse, in the document's text */
  addEvidence(stretch) {
    const [a, b] = stretch;
    const start = this.desk?.unit.start ?? 0;
    this.begin("new", [a - start, b - start]);
  }

  /** @param {Purpose} purpose  @param {Stretch} [at]  where to begin  @param {Stretch} [within] */
  begin(purpose, at, within) {
    if (!this.desk || this.hasEnded) return;
    this.purpose = purpose;
    this.view.reading.beginMarking(at, within);
    byId("take-mode").textContent = { new: "Claim for it ▲", target: "Take as target", head: "Take as head", actor: "Take as actor" }[purpose];
    this.view.drawMode();
    this.view.codes.focus();
    this.status.say(ASKED[purpose]);
  }

  /** Mark words for the claim in focus, or take those that are marked. @param {"target" | "head" | "actor"} purpose */
  mark(purpose) {
    const { claim } = this;
    if (!claim) this.status.say(NO_CLAIM);
    else if (this.view.reading.mode) this.take(purpose);
    else if (purpose === "target") this.begin(purpose, claim.target);
    else if (purpose === "head") this.begin(purpose, claim.head, claim.target);
    else this.begin(purpose);
  }

  /** @param {Purpose} [purpose]  what the marked words are */
  take(purpose = this.purpose) {
    const marked = this.#marked();
    const { claim } = this;
    const words = wordsAt(this.#text, marked);
    if (purpose === "new") this.side(1);
    else if (purpose === "target") {
      const head = claim && isInside(claim.head, marked) ? claim.head : this.#headOf(marked);
      this.#amend({ target: marked, head }, `Target: “${words}”.`);
    } else if (purpose === "actor") this.#amend({ actor: words.replace(/\s+/g, " ") }, `Says ${words}.`);
    else if (claim && isInside(marked, claim.target)) this.#amend({ head: marked }, `Head: “${words}”.`);
    else this.status.warn("The head is a word of the target.");
  }

  /** @returns {Stretch} the words that are marked, in the unit's own text */
  #marked() {
    const [a, b] = this.view.reading.selected;
    const start = this.desk?.unit.start ?? 0;
    return [a - start, b - start];
  }

  /** @param {Stretch} target */
  #headOf(target) {
    return likelyHead(this.#text, target, this.desk?.unit.document.language);
  }

  /** Keys while words are marked. @param {KeyboardEvent} event */
  pressInMode(event) {
    const { reading } = this.view;
    const key = nameOf(event, (one) => one in this.deeds);
    if (key === "Tab") return;
    event.preventDefault();
    if (key === "ArrowLeft" || key === "ArrowRight") {
      reading.arrow(key, { isStretching: event.shiftKey, isByLetter: event.ctrlKey || event.altKey });
      this.status.speak(reading.sayMode());
    } else if ((key === "ArrowUp" || key === "ArrowDown") && event.shiftKey) {
      reading.moveStart(key === "ArrowUp" ? -1 : 1);
      this.status.speak(reading.sayMode());
    } else if (key === "Enter") {
      if (this.purpose === "new") this.status.say(ASKED.new);
      else this.take();
    } else if (key === "Escape") {
      reading.leaveMode();
      this.status.calm();
      this.view.drawMode();
    } else if (key !== "m") this.deeds[key]?.();
  }
}
