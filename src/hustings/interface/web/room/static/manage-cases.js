// Adjudication, one case after the other, by keys: where people differ, or people and a
// program. A case is left only once it is saved.

import { byId, count, make, makeClosable, openDialog } from "./coding-dom.js";
import { ask, change } from "./manage-api.js";
import { Picker } from "./manage-picker.js";

const AHEAD = 3;

const desk = byId("desk");
const { book, variable, root, kind, coder } = desk.dataset;
const isDoubt = kind === "doubt";
const BLIND = `hustings.manage.blind${isDoubt ? ".doubt" : ""}`;
/** What is asked for with every case; a program is named only where one is shown. */
const asked = isDoubt ? { book, variable, coder } : { book };
const DONE = ["settled", "undecided"];
/** @type {[string, string][]} key and state of every case */
let cases = [];
/** @type {Record<string, {code: string, title: string, instruction: string}[]>} */
let codes = {};
let place = 0;
/** @type {string | null | undefined} a value, null for undecided, undefined for none */
let taken;
let isBusy = false;
let isBlind = localStorage.getItem(BLIND) === "yes";
/** @type {Map<string, Promise<any>>} */
const shown = new Map();
/** @type {any} */
let current = null;

const picker = new Picker((code) => take(code));

function fetchCase(key) {
  const found = shown.get(key);
  if (found) return found;
  const coming = ask(root, kind, { ...asked, key, names: isBlind ? "hidden" : "" });
  coming.catch(() => shown.delete(key));
  shown.set(key, coming);
  return coming;
}

function complain(error) {
  byId("trouble").textContent = error.message;
  byId("trouble").hidden = false;
}

async function show(i) {
  place = i;
  byId("trouble").hidden = true;
  try {
    const found = await fetchCase(cases[i][0]);
    if (i !== place) return; // another was asked for meanwhile
    draw(found);
  } catch (error) {
    complain(error);
  }
  for (let next = i + 1; next <= i + AHEAD && next < cases.length; next++) fetchCase(cases[next][0]).catch(() => {});
}

function draw(found) {
  current = found;
  byId("where").replaceChildren(Object.assign(make("a", "", found.document), { href: root + found.address }));
  byId("words").replaceChildren(...(found.pieces ?? [[found.text, false]]).map(([words, isEvidence]) => (isEvidence ? make("mark", "", words) : words)));
  byId("words").lang = found.language ?? "";
  drawContext("before", found.before, found.language);
  drawContext("after", found.after, found.language);
  byId("before").scrollTop = byId("before").scrollHeight; // the unit stays where it was
  byId("after").scrollTop = 0;
  byId("variable").textContent = found.variable.title;
  byId("note").value = found.note;
  const settled = found.settled;
  taken = settled ? settled.value : found.state === "undecided" ? null : undefined;
  cases[place][1] = found.state;
  drawState(found);
  drawChoices();
  drawPlace();
}

function drawContext(id, pieces, language) {
  const made = pieces.map((piece) => {
    const p = make("p", `${piece.kind}${piece.joined ? " joined" : ""}`, piece.text);
    p.dir = "auto";
    p.lang = language ?? "";
    return p;
  });
  byId(id).replaceChildren(...made);
}

function drawState(found) {
  const words = { open: "Not settled.", changed: "Coded otherwise since it was settled.", undecided: "Looked at, and left open.", settled: "Settled" }[found.state];
  // Where a rule settled it against what the program says, the doubt is open.
  const isSettled = found.settled && found.state !== "changed";
  byId("state").textContent = [isSettled ? `Settled ${found.settled.rule}.` : words, found.machine?.words].filter(Boolean).join(" ");
}

function drawPlace() {
  const open = cases.filter(([, state]) => !DONE.includes(state)).length;
  const left = isDoubt ? ["not decided", "all decided"] : ["not settled", "all settled"];
  byId("place").textContent = `Case ${place + 1} of ${cases.length.toLocaleString("en")}, ${open ? `${open.toLocaleString("en")} ${left[0]}` : left[1]}`;
  if (isDoubt) byId("cases-title").textContent = open ? `${count(open, "difference")} to decide` : "Every difference is looked at";
  else byId("cases-title").textContent = open ? `${count(open, "case")} to settle` : "Every disagreement is settled";
  const share = (1000 * (cases.length - open)) / cases.length;
  byId("line").querySelector("rect").setAttribute("width", String(Math.round(share)));
}

function titleOf(code) {
  return codes[current.variable.name]?.find((one) => one.code === code)?.title ?? "";
}

function drawChoices() {
  const isAmong = taken === undefined || taken === null || current.choices.some((one) => one.value === taken);
  const others = isAmong ? [] : [{ value: taken, title: titleOf(taken), n: 0, words: [] }];
  const made = [...current.choices, ...others].map((choice, i) => drawChoice(choice, i));
  if (isDoubt) made.push(drawChoice({ value: null, title: "Undecided", n: 0, words: [] }, -1));
  const isIn = byId("choices").contains(document.activeElement);
  byId("choices").replaceChildren(...made);
  if (isIn) byId("choices").querySelector("[tabindex='0']")?.focus();
}

function drawChoice(choice, i) {
  const card = make("div", "choice", make("kbd", "", String(i + 1)));
  card.setAttribute("role", "radio");
  card.setAttribute("aria-checked", String(choice.value === taken));
  card.tabIndex = choice.value === taken || (taken === undefined && i === 0) ? 0 : -1;
  card.append(make("span", "title", choice.title || choice.value, " ", make("span", "code", choice.title ? choice.value ?? "" : "")));
  const by = [who(choice), choice.machine].filter(Boolean);
  if (by.length) card.append(make("span", "by", by.join(" · ")));
  for (const word of choice.words.filter((one) => one.note)) card.append(make("q", "note", word.note));
  card.addEventListener("click", () => take(choice.value));
  return card;
}

function who(choice) {
  if (choice.value === null) return "leaves the case open";
  if (!choice.n) return choice.machine || (isDoubt && isBlind) ? "" : "said by nobody";
  const unsure = choice.words.filter((one) => one.unsure).length;
  const tail = unsure ? `, ${unsure === choice.n && choice.n === 1 ? "unsure" : `${unsure} unsure`}` : "";
  if (choice.words.some((one) => one.coder === null)) return `${count(choice.n, "coder")}${tail}`;
  return choice.words.map((one) => (one.unsure ? `${one.coder} (unsure)` : one.coder)).join(", ");
}

function take(value) {
  if (!current) return;
  taken = value;
  drawChoices();
  byId("voice").textContent = `${value === null ? "Undecided" : titleOf(value) || value} taken.`;
}

function nextOpen(from) {
  for (let step = 1; step <= cases.length; step++) {
    const i = (from + step) % cases.length;
    if (!DONE.includes(cases[i][1])) return i;
  }
  return -1;
}

async function settle() {
  if (isBusy || !current) return;
  if (taken === undefined) return complain(new Error("Take a value first: press its number, or / for another code."));
  isBusy = true;
  const [key] = cases[place];
  try {
    const path = isDoubt ? "doubt/decide" : "decide";
    const done = await change(root, path, { ...asked, key, value: taken, note: byId("note").value });
    cases[place][1] = done.state;
    shown.delete(key);
    const next = nextOpen(place);
    byId("voice").textContent = "Saved.";
    if (next < 0) drawPlace();
    await show(next < 0 ? place : next);
  } catch (error) {
    complain(error);
  } finally {
    isBusy = false;
  }
}

async function undo() {
  if (isBusy) return;
  isBusy = true;
  try {
    const { restored } = await change(root, "undo", { book });
    if (!restored) return void complain(new Error("Nothing that you settled here is left to take back."));
    shown.delete(restored.key);
    const i = cases.findIndex(([key]) => key === restored.key);
    if (i < 0) return void location.reload();
    cases[i][1] = restored.state;
    await show(i);
    byId("voice").textContent = "Taken back.";
  } catch (error) {
    complain(error);
  } finally {
    isBusy = false;
  }
}

function walk(step) {
  const i = place + step;
  if (i >= 0 && i < cases.length) show(i);
}

function setBlind(wish) {
  isBlind = wish;
  localStorage.setItem(BLIND, wish ? "yes" : "no");
  byId("blind").checked = wish;
  shown.clear();
  const kept = taken;
  const note = byId("note").value;
  show(place).then(() => {
    if (kept !== undefined) take(kept);
    byId("note").value = note;
  });
}

const DEEDS = {
  Enter: settle,
  j: () => walk(1),
  ArrowDown: () => walk(1),
  k: () => walk(-1),
  ArrowUp: () => walk(-1),
  g: () => nextOpen(place) >= 0 && show(nextOpen(place)),
  u: undo,
  n: () => byId("note").focus(),
  b: () => setBlind(!isBlind),
  h: () => openDialog(byId("keys")),
  "/": pick,
  p: () => current?.machine && take(current.machine.coded),
  m: () => current?.machine?.value && take(current.machine.value),
};

function pick() {
  if (current) picker.open(codes[current.variable.name] ?? []);
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const at = event.target;
  if (at.id === "note") {
    if (event.key === "Escape") at.blur();
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      at.blur();
      settle();
    }
    return;
  }
  if (at.matches("input, select, textarea, summary, a") || at.closest("form")) return;
  if (at.matches("button") && [" ", "Enter"].includes(event.key)) return;
  if (at.closest("#choices") && moveChoice(at, event)) return;
  const choice = choiceOf(event.key);
  const deed = choice ? () => choice.click() : DEEDS[event.key];
  if (!deed) return;
  event.preventDefault();
  deed();
}

/** @param {string} key  @returns {HTMLElement | undefined} the last is "undecided", by 0 */
function choiceOf(key) {
  const all = [...byId("choices").children];
  if (!isDoubt) return all[Number(key) - 1];
  return key === "0" ? all.at(-1) : all.slice(0, -1)[Number(key) - 1];
}

/** Arrows move among the choices while one of them has the focus. */
function moveChoice(at, event) {
  const all = [...byId("choices").children];
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1, " ": 0 }[event.key];
  if (step === undefined) return false;
  event.preventDefault();
  all[(all.indexOf(at) + step + all.length) % all.length].click();
  return true;
}

async function begin() {
  byId("blind").checked = isBlind;
  try {
    ({ cases, codes } = await ask(root, `${kind}s`, { ...asked, variable }));
  } catch (error) {
    return complain(error);
  }
  const open = nextOpen(-1);
  if (cases.length) await show(Math.max(open, 0));
}

document.addEventListener("keydown", onKey);
byId("blind").addEventListener("change", (event) => setBlind(event.target.checked));
byId("settle").addEventListener("click", settle);
byId("undo").addEventListener("click", undo);
byId("previous").addEventListener("click", () => walk(-1));
byId("next").addEventListener("click", () => walk(1));
byId("find").addEventListener("click", pick);
byId("help").addEventListener("click", () => openDialog(byId("keys")));
makeClosable(byId("keys"));
begin();
