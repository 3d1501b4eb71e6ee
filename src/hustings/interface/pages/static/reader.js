// The margin note, walking with j and k, searching, page images, and copying the citation.
"use strict";

const { notes, actor, title, date, root, pictures } = JSON.parse(document.getElementById("notes").textContent);
const note = document.getElementById("note");
const margin = document.querySelector(".margin");
const anchors = notes.units.map(([start, end]) => `u-${start}-${end}`);
const numbers = new Map(anchors.map((anchor, i) => [anchor, i]));
let focus = -1;

function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

function link(words, address) {
  const element = make("a", "", words);
  element.href = address;
  return element;
}

function wordsOf(unit) {
  const copy = unit.cloneNode(true);
  for (const mark of copy.querySelectorAll(".n, .pg")) mark.remove();
  return copy.textContent.replace(/\s+/g, " ").trim();
}

function placeOf(i) {
  const [start, end, page] = notes.units[i];
  return `${notes.hasPages ? `p. ${page}, ` : ""}characters ${start}–${end}`;
}

function citation(i) {
  const words = wordsOf(document.getElementById(anchors[i]));
  return `“${words}” (${actor}, ${title}, ${date}, ${placeOf(i)}, SHA-256 ${notes.sha256})`;
}

function describeCoding(i, [number, ...evidence]) {
  const code = notes.codes[number];
  const name = make("p", "name", make("span", `swatch ${code.colour ?? "dn"}`), `${code.title ?? code.variable} `, make("span", "code", code.value));
  const box = make("section", "coding", name);
  if (code.domain) box.append(make("p", "where", code.domain));
  if (code.instruction) box.append(make("p", "", code.instruction));
  if (evidence.length) box.append(sayEvidence(i, evidence));
  const who = make("p", "where", `Coded by ${code.coder}${code.coderIs ? `: ${code.coderIs}` : ""}. `);
  if (code.trail) who.append(link("Trail", root + code.trail));
  box.append(who);
  return box;
}

// What each coder relied on, by itself: two codings of a unit may rest on other words.
function sayEvidence(i, spans) {
  const words = [...new Set(spans.map(([start, end]) => wordsBetween(i, start, end)))];
  const said = make("span", "", `“${words.join("”, “")}”`);
  said.lang = document.querySelector(".text").lang;
  return make("p", "evidence", "Evidence: ", said);
}

function wordsBetween(i, start, end) {
  const [first, last] = notes.units[i];
  const text = [...textNodes(document.getElementById(anchors[i])).map((node) => node.data).join("")];
  const unshown = last - first - text.length;
  const from = Math.max(start - first - unshown, 0);
  return text.slice(from, Math.max(end - first - unshown, 0)).join("").replace(/\s+/g, " ").trim();
}

function copyButton(i) {
  const button = make("button", "", "Copy citation");
  button.type = "button";
  button.addEventListener("click", () => copyCitation(i, button));
  return button;
}

async function copyCitation(i, button) {
  await copyText(citation(i));
  if (button) button.textContent = "Copied";
}

function closeButton() {
  const button = make("button", "close", "Close");
  button.type = "button";
  button.addEventListener("click", leave);
  return button;
}

// Who is for or against what in a unit: by word and sign.
function describeClaims(i) {
  const claims = notes.claims?.[i];
  if (!claims) return [];
  const box = make("section", "claims", make("h3", "", claims.length === 1 ? "Claim" : `${claims.length} claims`));
  for (const [stance, who, target, how, issue, address] of claims) {
    const words = make("span", "", target);
    words.lang = document.querySelector(".text").lang;
    const sign = make("span", `stance ${stance}`, `${stance === "for" ? "▲" : "▼"} ${who}${stance}`);
    box.append(make("p", "", sign, " ", words));
    const where = make("p", "where", how);
    if (address) where.append("; ", link(issue, root + address));
    box.append(where);
  }
  return [box];
}

function writeNote(i) {
  const unit = document.getElementById(anchors[i]);
  const codings = notes.units[i][3].map((coding) => describeCoding(i, coding));
  const why = unit.closest(".h") ? "A heading: it is not counted, and needs no code." : "Nobody has coded this unit.";
  const none = codings.length ? [] : [make("p", "quiet", why)];
  note.replaceChildren(
    closeButton(),
    make("h2", "", `Unit ${i + 1} of ${anchors.length}`),
    make("p", "where", placeOf(i)),
    ...codings, ...none, ...describeClaims(i), copyButton(i),
  );
  margin.classList.add("has-note");
  if (isShowingPages) showUnitOnPage(i);
}

function leave() {
  document.querySelector(".u.on")?.classList.remove("on");
  margin.classList.remove("has-note");
  focus = -1;
}

function goTo(i, isScrolling) {
  if (i < 0 || i >= anchors.length) return;
  document.querySelector(".u.on")?.classList.remove("on");
  focus = i;
  const unit = document.getElementById(anchors[i]);
  if (!unit) return;
  unit.classList.add("on");
  writeNote(i);
  history.replaceState(null, "", `#${anchors[i]}`);
  if (isScrolling) unit.scrollIntoView({ block: "center", behavior: "instant" });
}

document.querySelector(".text").addEventListener("click", (event) => {
  const unit = event.target.closest(".u");
  if (!unit || event.target.closest("a.pg") || !getSelection().isCollapsed) return;
  event.preventDefault();
  goTo(numbers.get(unit.id), false);
});

// Page images
const figure = document.getElementById("facsimile");
const image = document.getElementById("page-image");
const boxes = document.getElementById("page-boxes");
const toggle = document.getElementById("show-pages");
let isShowingPages = false;
let pageShown = 0;

function drawBoxes(page) {
  const [, width, height] = page;
  boxes.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const own = focus < 0 ? [] : notes.boxes[focus].filter(([number]) => number === page[0]);
  boxes.replaceChildren(...own.map(([, x0, y0, x1, y1]) => {
    const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    const sides = { x: x0 - 1, y: y0 - 1, width: x1 - x0 + 2, height: y1 - y0 + 2, rx: 2 };
    for (const [name, value] of Object.entries(sides)) rect.setAttribute(name, value);
    return rect;
  }));
  return own;
}

function showPage(i) {
  const page = notes.pages[i];
  if (!page) return [];
  if (pageShown !== page[0]) {
    document.getElementById("no-image").hidden = true;
    image.parentElement.style.aspectRatio = `${page[1]} / ${page[2]}`;
    image.src = `${root}${pictures}${page[0]}.webp`;
    image.alt = `Image of page ${page[0]}`;
    pageShown = page[0];
  }
  document.getElementById("page-number").textContent = `Page ${page[0]} of ${notes.pages.length}`;
  document.getElementById("page-before").disabled = i === 0;
  document.getElementById("page-after").disabled = i === notes.pages.length - 1;
  return drawBoxes(page);
}

function showUnitOnPage(i) {
  const first = notes.boxes[i][0]?.[0] ?? notes.units[i][2];
  const own = showPage(notes.pages.findIndex(([number]) => number === first));
  if (!own.length) return;
  const sheet = image.parentElement;
  const scale = sheet.clientWidth / notes.pages.find(([number]) => number === first)[1];
  const top = own[0][2] * scale;
  const pane = sheet.parentElement;
  pane.scrollTo({ top: Math.max(0, top - pane.clientHeight / 2), behavior: "instant" });
}

function pageInSight() {
  const marks = [...document.querySelectorAll(".pg")].filter((mark) => mark.getBoundingClientRect().top < innerHeight / 2);
  const number = marks.length ? parseInt(marks.at(-1).textContent, 10) : notes.pages[0][0];
  return Math.max(0, notes.pages.findIndex(([one]) => one === number));
}

function showPages(isOn) {
  if (!figure) return;
  isShowingPages = isOn;
  figure.hidden = !isOn;
  toggle.setAttribute("aria-pressed", String(isOn));
  toggle.textContent = isOn ? "Hide page images" : "Show page images";
  document.body.classList.toggle("with-pages", isOn);
  margin.classList.toggle("has-note", isOn || focus >= 0);
  try { sessionStorage.setItem("page images", isOn ? "on" : ""); } catch { /* a browser may refuse */ }
  if (!isOn) return;
  if (focus >= 0) showUnitOnPage(focus); else showPage(pageInSight());
}

function turnPage(step) {
  showPage(notes.pages.findIndex(([number]) => number === pageShown) + step);
}

if (figure) {
  toggle.addEventListener("click", () => showPages(!isShowingPages));
  image.addEventListener("error", () => { document.getElementById("no-image").hidden = false; });
  document.getElementById("page-before").addEventListener("click", () => turnPage(-1));
  document.getElementById("page-after").addEventListener("click", () => turnPage(1));
  document.querySelector(".text").addEventListener("click", (event) => {
    const mark = event.target.closest("a.pg");
    if (!mark || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    showPages(true);
    showPage(notes.pages.findIndex(([number]) => number === parseInt(mark.textContent, 10)));
  });
}

// Searching
const search = document.getElementById("search");
const found = document.getElementById("found");
let hits = [];
let at = -1;
document.querySelector(".search").hidden = false;

function textNodes(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest(".n, .pg") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

function rangeIn(nodes, start, end) {
  const range = new Range();
  let passed = 0;
  for (const node of nodes) {
    const next = passed + node.length;
    if (start >= passed && start < next) range.setStart(node, start - passed);
    if (end > passed && end <= next) range.setEnd(node, end - passed);
    passed = next;
  }
  return range;
}

function findIn(block, words) {
  const nodes = textNodes(block);
  const text = nodes.map((node) => node.data).join("").toLowerCase();
  const ranges = [];
  for (let i = text.indexOf(words); i >= 0; i = text.indexOf(words, i + words.length)) {
    ranges.push(rangeIn(nodes, i, i + words.length));
  }
  return ranges;
}

function runSearch() {
  const words = search.value.toLowerCase();
  const isLong = words.trim().length > 1;
  hits = isLong ? [...document.querySelectorAll(".text .b")].flatMap((block) => findIn(block, words)) : [];
  at = -1;
  if (CSS.highlights) CSS.highlights.set("found", new Highlight(...hits));
  found.textContent = isLong ? `${hits.length || "nothing"} found${hits.length ? "; Enter goes to the next" : ""}` : "";
}

function nextHit(step) {
  if (!hits.length) return;
  at = (at + step + hits.length) % hits.length;
  const parent = hits[at].startContainer.parentElement;
  parent.scrollIntoView({ block: "center", behavior: "instant" });
  found.textContent = `${at + 1} of ${hits.length}`;
  const unit = parent.closest(".u");
  if (unit) goTo(numbers.get(unit.id), false);
}

search.addEventListener("input", runSearch);
search.form.addEventListener("submit", (event) => event.preventDefault());
search.addEventListener("keydown", (event) => {
  if (event.key === "Enter") nextHit(event.shiftKey ? -1 : 1);
  if (event.key === "Escape") search.blur();
});

const keys = {
  j: () => goTo(focus + 1, true),
  k: () => goTo(Math.max(focus - 1, 0), true),
  c: () => focus >= 0 && copyCitation(focus, note.querySelector("button:last-child")),
  "/": () => { search.focus(); search.select(); search.scrollIntoView({ block: "center" }); },
  p: () => showPages(!isShowingPages),
  Escape: () => { leave(); showPages(false); },
};

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
  if (!(event.key in keys)) return;
  event.preventDefault();
  keys[event.key]();
});

try { if (figure && sessionStorage.getItem("page images")) showPages(true); } catch { /* a browser may refuse */ }

// Cited words: #char=START,END (RFC 5147) counts the characters of the document's text.
function pointIn(i, offset) {
  const nodes = textNodes(document.getElementById(anchors[i]));
  const shown = nodes.reduce((sum, node) => sum + [...node.data].length, 0);
  // A heading's number is written apart, so its characters are missing at the front.
  let left = Math.max(offset - (notes.units[i][1] - notes.units[i][0] - shown), 0);
  for (const node of nodes) {
    const characters = [...node.data];
    if (left <= characters.length) return [node, characters.slice(0, left).join("").length];
    left -= characters.length;
  }
  return [nodes.at(-1), nodes.at(-1).length];
}

function rangeInUnit(i, start, end) {
  const [first, last] = notes.units[i];
  const range = new Range();
  range.setStart(...pointIn(i, Math.max(start, first) - first));
  range.setEnd(...pointIn(i, Math.min(end, last) - first));
  return range;
}

function sayNowhere(start, end) {
  const length = notes.length.toLocaleString("en");
  note.replaceChildren(closeButton(), make("p", "nowhere", `This text has ${length} characters, so nothing stands at ${start}–${end}. The address may be cut short, or made for another text.`));
  margin.classList.add("has-note");
}

function showWords(start, end) {
  if (start >= notes.length || end <= start) {
    sayNowhere(start, end);
    return;
  }
  const touched = notes.units.flatMap(([a, b], i) => (a < end && start < b ? [i] : []));
  if (!touched.length) {
    const before = [...document.querySelectorAll(".text .b")].filter((block) => Number(block.id.slice(2)) <= start);
    before.at(-1)?.scrollIntoView({ block: "center", behavior: "instant" });
    return;
  }
  goTo(touched[0], true);
  history.replaceState(null, "", `#char=${start},${end}`);
  const ranges = touched.map((i) => rangeInUnit(i, start, end));
  if (CSS.highlights) CSS.highlights.set("cited", new Highlight(...ranges));
  const { top } = ranges[0].getBoundingClientRect();
  if (top < 0 || top > innerHeight) scrollBy({ top: top - innerHeight / 2, behavior: "instant" });
}

function followHash() {
  const hash = decodeURIComponent(location.hash.slice(1));
  const words = hash.match(/^char=(\d+),(\d+)$/);
  const i = numbers.get(hash);
  CSS.highlights?.delete("cited");
  if (words) showWords(Number(words[1]), Number(words[2]));
  else if (i !== undefined) goTo(i, true);
}
addEventListener("hashchange", followHash);
followHash();
