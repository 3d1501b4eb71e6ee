// Line numbers beside the text, and the way to a line.

const text = document.getElementById("text");
const numbers = document.getElementById("numbers");

function number() {
  const n = text.value.split("\n").length;
  numbers.textContent = Array.from({ length: n }, (_, i) => i + 1).join("\n");
  numbers.scrollTop = text.scrollTop;
}

/** @param {number} line from 1 */
function goTo(line) {
  const lines = text.value.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  text.focus();
  text.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  text.scrollTop = (line - 8) * Number.parseFloat(getComputedStyle(text).lineHeight);
}

text.addEventListener("input", number);
text.addEventListener("scroll", () => (numbers.scrollTop = text.scrollTop));
number();

for (const link of document.querySelectorAll("a[data-line]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    goTo(Number(link.dataset.line));
  });
}
