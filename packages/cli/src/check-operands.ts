import type { CommandSyntax } from "./command-syntax.ts";
import { UsageError } from "./usage-error.ts";

/** @throws UsageError if an operand is not one of the words that the command knows in its place, or one word is too many */
export function checkOperands(syntax: CommandSyntax, given: readonly string[]): void {
  checkChoices(syntax, given);
  checkCount(syntax, given);
}

function checkChoices({ name, operands = [] }: CommandSyntax, given: readonly string[]): void {
  for (const [index, { syntax, choices, otherwise }] of operands.entries()) {
    const word = given[index];
    if (choices === undefined || word === undefined || choices.includes(word)) continue;
    const isOnlyChoice = choices.length === 1 && syntax.startsWith("[");
    const instead = isOnlyChoice
      ? `Write ${choices.join("")}, or leave it out.`
      : `Write one of: ${choices.join(", ")}.`;
    throw new UsageError(
      `\`crosstag ${name}\` does not know ${JSON.stringify(word)}. ${instead}`,
      ...(otherwise === undefined ? [] : [otherwise(word)]),
    );
  }
}

function checkCount({ name, operands = [], excess }: CommandSyntax, given: readonly string[]): void {
  const word = given[operands.length];
  if (word === undefined || operands.some(({ syntax }) => syntax.includes("..."))) return;
  const before = given.slice(0, operands.length);
  const instead = excess?.(word, before);
  throw new UsageError(
    `${JSON.stringify(word)} is one word too many after \`${["crosstag", name, ...before].join(" ")}\`.`,
    ...(instead === undefined ? [] : [instead]),
    `Usage: ${["crosstag", name, "[options]", ...operands.map(({ syntax }) => syntax)].join(" ")}`,
  );
}
