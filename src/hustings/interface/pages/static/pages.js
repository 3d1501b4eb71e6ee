// Sorting, filtering and copying; every page works without them.
"use strict";

document.documentElement.classList.add("scripted");

function cellKey(row, column) {
  const cell = row.cells[column];
  const key = cell.dataset.sort ?? cell.textContent.trim();
  return key !== "" && !Number.isNaN(Number(key)) ? Number(key) : key;
}

function compareKeys(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), undefined, { numeric: true });
}

function sortTable(table, column) {
  const head = table.tHead.rows[0].cells[column];
  const isDown = head.getAttribute("aria-sort") === "ascending";
  for (const cell of table.tHead.rows[0].cells) cell.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", isDown ? "descending" : "ascending");
  const rows = [...table.tBodies[0].rows];
  const sign = isDown ? -1 : 1;
  rows.sort((a, b) => sign * compareKeys(cellKey(a, column), cellKey(b, column)));
  table.tBodies[0].append(...rows);
}

for (const table of document.querySelectorAll("table.sortable")) {
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sortTable(table, column));
    head.append(button);
  });
}

for (const input of document.querySelectorAll("[data-filter]")) {
  input.closest(".filter").hidden = false;
  const rows = [...document.getElementById(input.dataset.filter).tBodies[0].rows];
  const status = document.querySelector(`[data-filtered="${input.dataset.filter}"]`);
  input.addEventListener("input", () => {
    const words = input.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    for (const row of rows) {
      const text = row.textContent.toLocaleLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
    }
    const shown = rows.filter((row) => !row.hidden).length;
    status.textContent = words.length ? `${shown} of ${rows.length}` : "";
  });
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

for (const button of document.querySelectorAll("button.copy")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await copyText(button.dataset.copy);
    button.textContent = "Copied";
  });
}

// An explanation near the right edge opens to the left.
for (const term of document.querySelectorAll(".term")) {
  const place = () => term.classList.toggle("flip", term.getBoundingClientRect().left + 320 > innerWidth);
  term.addEventListener("mouseenter", place);
  term.addEventListener("focus", place);
}

// A link to something inside a closed details opens it.
function openTarget() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  if (target) target.scrollIntoView();
}
addEventListener("hashchange", openTarget);
if (location.hash) openTarget();

// What is folded away is printed, too; style sheets alone do it in newer browsers.
addEventListener("beforeprint", () => {
  for (const one of document.querySelectorAll("details.numbers, details.how")) one.open = true;
});
