// The matrix of issues: a filter over all pages, contested issues only, and one actor at a
// time on a phone. The list of all issues is a script of its own, so that it loads from a
// folder as from a server; it is loaded when somebody begins to filter.
"use strict";

const MOST_FOUND = 60;
const listOfIssues = new URL("../data/issues.js", document.currentScript.src);
const rootOfPages = new URL("..", document.currentScript.src);
const stances = document.querySelector(".stances");
const issueWords = document.getElementById("issue-words");
const contested = document.getElementById("contested");
const issuesShown = document.getElementById("issues-shown");
const issueActor = document.getElementById("issue-actor");
const elsewhere = document.getElementById("elsewhere");
const small = matchMedia("screen and (max-width: 720px)");
let loading = null;

function loadIssues() {
  loading ??= new Promise((resolve) => {
    const script = document.createElement("script");
    script.src = listOfIssues;
    script.onload = () => resolve(hustingsIssues);
    script.onerror = () => resolve(null);
    document.head.append(script);
  });
  return loading;
}

function askedWords() {
  return issueWords.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
}

function isAsked(name, words) {
  const lower = name.toLocaleLowerCase();
  return words.every((word) => lower.includes(word));
}

function filterIssues() {
  const words = askedWords();
  const rows = [...stances.querySelectorAll("tbody tr:not(.kind)")];
  for (const row of rows) {
    const name = row.cells[0].textContent;
    row.hidden = !isAsked(name, words) || (contested.checked && !("contested" in row.dataset));
  }
  for (const kind of stances.querySelectorAll("tr.kind")) {
    kind.hidden = [...kind.parentNode.rows].every((row) => row === kind || row.hidden);
  }
  const isFiltered = words.length > 0 || contested.checked;
  const shown = rows.filter((row) => !row.hidden).length;
  issuesShown.textContent = isFiltered ? `${shown} of ${rows.length} on this page` : "";
  elsewhere.hidden = true;
  if (words.length) loadIssues().then((every) => showElsewhere(every, words));
}

function showElsewhere(every, words) {
  if (words.join(" ") !== askedWords().join(" ")) return;
  if (!every) {
    issuesShown.textContent += "; the list of the other pages’ issues cannot be read";
    return;
  }
  const here = new Set([...stances.querySelectorAll("tbody th a")].map((one) => one.href));
  const found = every
    .filter(([name, , , , isContested]) =>
      isAsked(name, words) && (!contested.checked || isContested))
    .map(([name, address, nActors, nClaims]) =>
      ({ name, nActors, nClaims, href: new URL(address, rootOfPages).href }))
    .filter(({ href }) => !here.has(href));
  issuesShown.textContent += `, ${found.length} elsewhere`;
  elsewhere.hidden = !found.length;
  elsewhere.querySelector("ul").replaceChildren(...found.slice(0, MOST_FOUND).map(lineOf));
  if (found.length > MOST_FOUND) {
    const more = document.createElement("li");
    more.textContent = `and ${found.length - MOST_FOUND} more: add a word`;
    elsewhere.querySelector("ul").append(more);
  }
}

function lineOf({ name, href, nActors, nClaims }) {
  const line = document.createElement("li");
  const link = document.createElement("a");
  link.href = href;
  link.dir = "auto";
  link.textContent = name;
  const told = document.createElement("span");
  told.className = "quiet";
  const actors = `${nActors} ${nActors === 1 ? "actor" : "actors"}`;
  told.textContent = ` ${actors}, ${nClaims} ${nClaims === 1 ? "claim" : "claims"}`;
  line.append(link, told);
  return line;
}

function showOneActor() {
  for (const cell of stances.querySelectorAll("[data-column]")) {
    cell.hidden = small.matches && cell.dataset.column !== issueActor.value;
  }
}

if (stances) {
  for (const label of document.querySelectorAll(".filter-issues, .one-actor")) label.hidden = false;
  issueWords.addEventListener("input", filterIssues);
  contested.addEventListener("change", filterIssues);
  issueActor.addEventListener("change", showOneActor);
  small.addEventListener("change", showOneActor);
  showOneActor();
}
