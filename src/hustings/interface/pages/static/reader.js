// The margin note, walking with j and k, searching, and copying the citation.
"use strict";

const { notes, actor, title, date, root } = JSON.parse(document.getElementById("notes").textContent);
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

function describeCoding(code) {
  const name = make("p", "name", make("span", `swatch ${code.colour ?? "dn"}`), `${code.title ?? code.variable} `, make("span", "code", code.value));
  const box = make("section", "coding", name);
  if (code.domain) box.append(make("p", "where", code.domain));
  if (code.instruction) box.append(make("p", "", code.instruction));
  const who = make("p", "where", `Coded by ${code.coder}${code.coderIs ? `: ${code.coderIs}` : ""}. `);
  if (code.trail) who.append(link("Trail", root + code.trail));
  box.append(who);
  return box;
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

function evidenceOf(unit) {
  const words = [...unit.querySelectorAll(".e")].map((one) => one.textContent);
  if (!words.length) return [];
  const said = make("span", "", `“${[...new Set(words)].join("”, “")}”`);
  said.lang = document.querySelector(".text").lang;
  return [make("p", "", "Evidence: ", said)];
}

function closeButton() {
  const button = make("button", "close", "Close");
  button.type = "button";
  button.addEventListener("click", leave);
  return button;
}

function writeNote(i) {
  const unit = document.getElementById(anchors[i]);
  const codings = notes.units[i][3].map((k) => describeCoding(notes.codes[k]));
  const none = codings.length ? [] : [make("p", "quiet", "Nobody has coded this unit.")];
  note.replaceChildren(
    closeButton(),
    make("h2", "", `Unit ${i + 1} of ${anchors.length}`),
    make("p", "where", placeOf(i)),
    ...evidenceOf(unit), ...codings, ...none, copyButton(i),
  );
  margin.classList.add("has-note");
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
  if (!unit || !getSelection().isCollapsed) return;
  event.preventDefault();
  goTo(numbers.get(unit.id), false);
});

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
  Escape: leave,
};

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
  if (!(event.key in keys)) return;
  event.preventDefault();
  keys[event.key]();
});

function followHash() {
  const i = numbers.get(decodeURIComponent(location.hash.slice(1)));
  if (i !== undefined) goTo(i, true);
}
addEventListener("hashchange", followHash);
followHash();
