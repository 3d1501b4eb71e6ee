// Of the variables, only those of the chosen codebook are shown; and commands are copied.

const form = document.getElementById("handing");

function showVariables() {
  const { value } = form.elements.codebook;
  for (const set of form.querySelectorAll("fieldset[data-codebook]")) {
    set.hidden = set.dataset.codebook !== value;
  }
}

if (form) {
  form.elements.codebook.addEventListener("change", showVariables);
  showVariables();
}

for (const button of document.querySelectorAll("button.copy")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Copied";
  });
}
