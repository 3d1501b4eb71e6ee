// The coding page: keys and buttons, and what each of them does.

import { Api } from "./coding-api.js";
import { byId, make, makeClosable, openDialog } from "./coding-dom.js";
import { isPressing, isTyping, nameOf } from "./coding-keys.js";
import { ClaimingPage } from "./coding-claiming.js";
import { CodingPage } from "./coding-page.js";

const ROOM = new URL("../", import.meta.url);

/** @param {CodingPage} page  @returns {Record<string, () => void>} what each key does */
function makeDeeds(page) {
  const { view, status } = page;
  return {
    Enter: () => page.confirm(),
    j: () => void page.walk(1),
    k: () => void page.walk(-1),
    ArrowRight: () => void page.walk(1),
    ArrowLeft: () => void page.walk(-1),
    ArrowDown: () => view.codes.move(1),
    ArrowUp: () => view.codes.move(-1),
    Home: () => void page.open(0),
    End: () => void page.open(page.units.length - 1),
    " ": () => view.codes.focused && page.pick(view.codes.focused.code),
    "/": () => openPicker(page),
    u: () => void page.back("undo"),
    U: () => void page.back("redo"),
    "?": () => page.toggleUnsure(),
    n: () => byId("note").focus(),
    e: () => toggleEvidence(page),
    i: () => toggleImage(page),
    x: () => toggleCut(page),
    X: () => page.mayRecut() && void page.recut({ join: "next" }),
    g: () => void page.toOpen(),
    G: () => byId("only-open").click(),
    h: () => openDialog(byId("help")),
    H: () => void showHistory(page),
    B: () => page.desk && view.openSheet(page.desk.active),
    ".": () => page.stepVariable(1),
    ",": () => page.stepVariable(-1),
    Backspace: () => page.clear(),
    Delete: () => page.clear(),
    PageDown: () => view.reading.pane.scrollBy({ top: view.reading.pane.clientHeight * 0.7, behavior: "instant" }),
    PageUp: () => view.reading.pane.scrollBy({ top: -view.reading.pane.clientHeight * 0.7, behavior: "instant" }),
    Escape: () => {
      status.calm();
      if (view.image.isOn) toggleImage(page);
      view.codes.focus();
    },
  };
}

/** At the end of the list only these keys still mean something. */
const AT_THE_END = new Set(["k", "ArrowLeft", "u", "U", "g", "h", "Home", "End"]);

/** @param {CodingPage} page  @param {string} [typed] */
function openPicker(page, typed = "") {
  if (page.desk?.active.codes.length) page.picker.open(page.desk.active, typed);
}

/** @param {CodingPage} page */
function toggleEvidence({ desk, view, status }) {
  if (!desk) return;
  if (view.reading.mode === "evidence") {
    view.reading.leaveMode();
  } else {
    view.reading.beginEvidence();
    status.say("Arrows choose a word, Shift takes more, Enter marks, Escape leaves.");
    status.speak(`Evidence. ${view.reading.sayMode()}`);
  }
  view.drawMode();
  view.codes.focus();
}

/** @param {CodingPage} page */
function toggleCut(page) {
  const { view, status } = page;
  if (view.reading.mode === "cut") view.reading.leaveMode();
  else if (!page.mayRecut()) return;
  else if (view.reading.beginCut()) status.say("Arrows move the cut, Enter cuts, Escape leaves.");
  else status.say("A unit of one word cannot be cut.");
  view.drawMode();
  view.codes.focus();
}

/** @param {CodingPage} page */
function toggleImage({ desk, view, status }) {
  if (!desk) return;
  if (!view.image.isOn && !desk.unit.image) {
    status.say("This unit has no page image.");
    return;
  }
  view.image.isOn = !view.image.isOn;
  view.image.show(desk.unit);
  view.reading.settle();
  view.codes.focus();
}

/** @param {CodingPage} page */
async function showHistory({ api, desk, view }) {
  if (desk) view.openHistory(await api.history(desk.unit).catch(() => null));
}

/** Enter in a mode: mark the words, or cut. @param {CodingPage} page */
function takeMode(page) {
  const { reading } = page.view;
  if (reading.mode === "evidence") page.addEvidence(reading.selected);
  else if (reading.mode === "cut") void page.recut({ cut: reading.cutAt });
}

/** Keys while words are chosen. @param {CodingPage} page  @param {KeyboardEvent} event */
function pressInMode(page, event) {
  const { reading } = page.view;
  const { key } = event;
  event.preventDefault();
  if (key === "ArrowLeft" || key === "ArrowRight") {
    reading.arrow(key, { isStretching: event.shiftKey, isByLetter: event.ctrlKey || event.altKey });
    page.status.speak(reading.sayMode());
  } else if (key === "Enter") {
    takeMode(page);
  } else if (key === "Backspace" && reading.mode === "evidence") {
    const { selected } = reading;
    reading.leaveMode();
    page.removeEvidence(selected);
  } else if (key === "Escape" || key === "e" || key === "x") {
    reading.leaveMode();
    page.status.calm();
    page.view.drawMode();
  }
}

/** @param {CodingPage} page  @param {Record<string, () => void>} deeds  @param {string} key */
function press(page, deeds, key) {
  if (page.hasEnded && !AT_THE_END.has(key)) return;
  const code = page.view.codes.byKey(key);
  if (code && key.length === 1) page.pick(code.code);
  else if (key in deeds) deeds[key]();
  else if (/^\d$/.test(key) && !page.view.codes.hasKeys) openPicker(page, key);
}

/** A note or a number is being typed. @param {CodingPage} page  @param {KeyboardEvent} event */
function pressTyping(page, event) {
  const { key, target } = event;
  const isNumber = target === page.view.codes.number;
  const isEntered = key === "Enter" && !event.shiftKey && !event.isComposing;
  if (target === byId("note") && (key === "Escape" || isEntered)) {
    event.preventDefault();
    page.view.codes.focus();
    if (event.ctrlKey || event.metaKey) page.confirm();
  } else if (isNumber && isEntered) {
    event.preventDefault();
    page.confirm();
  } else if (isNumber && key === "Escape") {
    byId("number").blur();
  }
  return !isNumber || /^[\d+.,\u2212-]$|^(Backspace|Delete|Tab|Home|End)$/.test(key) || key.startsWith("Arrow");
}

/** @param {CodingPage} page */
function listen(page) {
  const deeds = deedsOf(page);
  const isKnown = (/** @type {string} */ key) => key in deeds || page.view.codes.byKey(key) !== null;
  document.addEventListener("keydown", (event) => onKey(page, deeds, event, isKnown));
  for (const [id, key] of Object.entries(buttonsOf(page))) {
    byId(id).addEventListener("click", (/** @type {MouseEvent} */ event) => {
      page.queue.put(key);
      if (event.detail && !document.querySelector("dialog[open]") && key !== "n") page.view.codes.focus();
    });
  }
  byId("take-mode").addEventListener("click", () => (page instanceof ClaimingPage ? page.take() : takeMode(page)));
  listenToTyping(byId("note"), (isFirst) => page.writeNote(byId("note").value, isFirst));
  if (!(page instanceof ClaimingPage)) listenToTyping(byId("number"), (isFirst) => page.writeNumber(isFirst));
  for (const dialog of document.querySelectorAll("dialog")) makeClosable(dialog);
  return deeds;
}

/** Buttons do what their keys do. */
const BUTTONS = { save: "Enter", next: "j", previous: "k", undo: "u", redo: "U", unsure: "?", "show-image": "i", "close-image": "i", keys: "h", words: "H", book: "B" };
const OF_CODES = { find: "/", evidence: "e", cut: "x", join: "X" };

/** What keys do on this page. @param {CodingPage} page */
function deedsOf(page) {
  const deeds = makeDeeds(page);
  if (!(page instanceof ClaimingPage)) return deeds;
  for (const [key, deed] of Object.entries(page.deeds)) {
    if (deed) deeds[key] = deed;
    else delete deeds[key];
  }
  return deeds;
}

/** @param {CodingPage} page  @returns {Record<string, string>} */
function buttonsOf(page) {
  if (!(page instanceof ClaimingPage)) return { ...BUTTONS, ...OF_CODES };
  return { ...BUTTONS, ...page.buttons };
}

/** @param {CodingPage} page  @param {Record<string, () => void>} deeds  @param {KeyboardEvent} event  @param {(key: string) => boolean} isKnown */
function onKey(page, deeds, event, isKnown) {
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
  const isUndo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
  if (isTyping(event) && pressTyping(page, event)) return;
  if (event.defaultPrevented) return;
  if (isUndo) {
    event.preventDefault();
    page.queue.put(event.shiftKey ? "U" : "u");
  } else if (page.view.reading.mode) {
    if (page instanceof ClaimingPage) page.pressInMode(event);
    else pressInMode(page, event);
  } else if (!(event.ctrlKey || event.metaKey || event.altKey || isPressing(event))) {
    const key = nameOf(event, isKnown);
    const isStray = isTyping(event) && key.length === 1; // a letter in the field for a number
    if (isKnown(key) || /^\d$/.test(key) || isStray) event.preventDefault();
    else return;
    page.queue.put(key);
  }
}

/** @param {HTMLElement} field  @param {(isFirst: boolean) => void} write  told of the first change, so that undo takes all back */
function listenToTyping(field, write) {
  let isFirst = true;
  field.addEventListener("focus", () => { isFirst = true; });
  field.addEventListener("input", () => {
    write(isFirst);
    isFirst = false;
  });
}

async function start() {
  const main = byId("main");
  const api = new Api(new URL("api/", ROOM));
  try {
    const [me, assignment] = await Promise.all([api.me(), api.assignment(main.dataset.assignment)]);
    /** @type {Record<string, () => void>} */
    let deeds = {};
    const Page = assignment.claims ? ClaimingPage : CodingPage;
    const page = new Page(api, me.coder, assignment, ROOM, (key) => press(page, deeds, key));
    deeds = listen(page);
    const asked = /^#unit-(\d+)$/.exec(location.hash)?.[1] ?? "0";
    await page.start(Number(asked) - 1);
    main.dataset.ready = "yes";
  } catch (error) {
    main.prepend(make("p", "caution", `The assignment could not be opened. ${/** @type {Error} */ (error).message} Load the page again in a moment.`));
  }
}

void start();
