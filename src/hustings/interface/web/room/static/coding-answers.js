// Answers to the variables of one unit: which are asked, what is missing, what changed.

/** @typedef {import("./coding-api.js").Answer} Answer */
/** @typedef {import("./coding-api.js").Answers} Answers */
/** @typedef {import("./coding-api.js").Stretch} Stretch */
/** @typedef {import("./coding-api.js").Variable} Variable */

/** @returns {Answer} */
export function noAnswer() {
  return { value: null, unsure: false, note: "", evidence: [] };
}

/** @param {Answers} answers  @param {string} name  @returns {Answer} */
export function answerTo(answers, name) {
  return answers[name] ?? noAnswer();
}

/** @param {Answers} answers  @returns {Answers} */
export function copyOf(answers) {
  return structuredClone(answers);
}

/**
 * Whether a variable is asked: its condition holds, and the variable it hangs on is asked.
 * A condition on a variable that is not coded here holds: whoever drew the units saw to it.
 * @param {Variable} variable  @param {Variable[]} variables  @param {Answers} answers
 * @returns {boolean}
 */
export function isAsked(variable, variables, answers) {
  const { condition } = variable;
  if (!condition) return true;
  const other = variables.find((one) => one.name === condition.variable);
  if (!other) return true;
  return answerTo(answers, other.name).value === condition.code && isAsked(other, variables, answers);
}

/** @param {Variable[]} variables  @param {Answers} answers  @returns {Variable[]} those asked and without a value */
export function openOf(variables, answers) {
  return variables.filter((one) => isAsked(one, variables, answers) && answerTo(answers, one.name).value === null);
}

/** @param {Answer} one  @param {Answer} other */
export function isSame(one, other) {
  return one.value === other.value && one.unsure === other.unsure && one.note === other.note
    && JSON.stringify(one.evidence) === JSON.stringify(other.evidence);
}

/**
 * What is to be sent: answers that differ from those said before, and nothing in the
 * place of each that is no longer asked.
 * @param {Variable[]} variables  @param {Answers} said  @param {Answers} answers
 * @returns {{variable: string, answer: Answer}[]}
 */
export function changesOf(variables, said, answers) {
  return variables.flatMap((one) => {
    const answer = isAsked(one, variables, answers) ? answerTo(answers, one.name) : noAnswer();
    return isSame(answerTo(said, one.name), answer) ? [] : [{ variable: one.name, answer }];
  });
}

/** @param {Variable[]} variables  @param {Answers} said  @param {Answers} answers */
export function isDirty(variables, said, answers) {
  return variables.some((one) => !isSame(answerTo(said, one.name), answerTo(answers, one.name)));
}

/** @param {Variable[]} variables  @param {Answers} answers */
export function isDone(variables, answers) {
  return openOf(variables, answers).length === 0;
}

/** @param {Answers} answers */
export function isUnsure(answers) {
  return Object.values(answers).some((one) => one.unsure);
}

/** @param {Stretch[]} stretches  @returns {Stretch[]} in order, those that touch made one */
export function united(stretches) {
  /** @type {Stretch[]} */
  const result = [];
  for (const [start, end] of [...stretches].sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}

/** @param {Stretch[]} stretches  @param {Stretch} gone  @returns {Stretch[]} without those that `gone` touches */
export function without(stretches, [start, end]) {
  return stretches.filter(([a, b]) => b <= start || end <= a);
}
