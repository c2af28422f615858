import { AssertionError } from "node:assert";

/** The most characters of a value in one line. */
const LONGEST = 160;

/** The comparisons of `node:assert/strict`. */
const COMPARISONS = new Set(["strictEqual", "deepStrictEqual"]);

/** Why a case failed, in one line: its message, and what was expected and found. */
export function explainFailure(error: unknown): string {
  const [message = ""] = error instanceof Error ? error.message.split("\n") : ["an unknown error"];
  if (!(error instanceof AssertionError) || !COMPARISONS.has(error.operator)) return message;
  const difference = `expected ${shown(error.expected)}, found ${shown(error.actual)}`;
  return error.generatedMessage ? difference : `${message.replace(/:$/, "")}: ${difference}`;
}

function shown(value: unknown): string {
  const text = value instanceof Error ? value.message : (JSON.stringify(value) ?? String(value));
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
