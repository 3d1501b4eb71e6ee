// The matrix of issues: a filter, contested issues only, and one actor at a time on a phone.
"use strict";

const stances = document.querySelector(".stances");
const issueWords = document.getElementById("issue-words");
const contested = document.getElementById("contested");
const issuesShown = document.getElementById("issues-shown");
const issueActor = document.getElementById("issue-actor");
const small = matchMedia("screen and (max-width: 720px)");

function filterIssues() {
  const words = issueWords.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const rows = [...stances.tBodies[0].rows];
  for (const row of rows) {
    const name = row.cells[0].textContent.toLocaleLowerCase();
    const isAsked = words.every((word) => name.includes(word));
    row.hidden = !isAsked || (contested.checked && !("contested" in row.dataset));
  }
  const isFiltered = words.length || contested.checked;
  const shown = rows.filter((row) => !row.hidden).length;
  issuesShown.textContent = isFiltered ? `${shown} of ${rows.length} on this page` : "";
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
