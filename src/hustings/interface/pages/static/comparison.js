// The order of the columns and the filter of topics.
"use strict";

const matrix = document.querySelector(".matrix table");
const choice = document.getElementById("order");
const filter = document.getElementById("topics");

function orderColumns(order) {
  const heads = [...matrix.tHead.rows[0].cells];
  const byName = heads.sort((a, b) => a.dataset.column - b.dataset.column);
  const position = (head) => JSON.parse(head.dataset.positions)[order] ?? Infinity;
  if (order === "name-reverse") byName.reverse();
  else if (order !== "name") byName.sort((a, b) => position(a) - position(b));
  const columns = byName.map((head) => head.dataset.column);
  for (const row of matrix.querySelectorAll("thead tr, tr.cells")) {
    const cells = new Map([...row.cells].map((cell) => [cell.dataset.column, cell]));
    row.append(...columns.map((column) => cells.get(column)));
  }
}

function filterTopics(words) {
  let domain = null;
  let isSpoken = false;
  for (const body of matrix.tBodies) {
    if (body.classList.contains("domain")) {
      if (domain) domain.hidden = !isSpoken;
      [domain, isSpoken] = [body, false];
    } else {
      const name = body.querySelector(".name").textContent.toLocaleLowerCase();
      body.hidden = !name.includes(words);
      isSpoken ||= !body.hidden;
    }
  }
  if (domain) domain.hidden = !isSpoken;
}

// One column at a time on a phone.
const phone = matchMedia("screen and (max-width: 720px)");
const column = document.getElementById("column");

function showColumns() {
  for (const cell of matrix.querySelectorAll("[data-column]")) {
    cell.hidden = phone.matches && cell.dataset.column !== column.value;
  }
}

if (matrix) {
  column.parentElement.hidden = false;
  column.addEventListener("change", showColumns);
  phone.addEventListener("change", showColumns);
  showColumns();
  for (const label of document.querySelectorAll(".order")) label.hidden = false;
  choice.addEventListener("change", () => orderColumns(choice.value));
  filter.addEventListener("input", () => filterTopics(filter.value.trim().toLocaleLowerCase()));
}
