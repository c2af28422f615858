import { CrosstagError } from "../model/crosstag-error.ts";
import { RESOURCE_KINDS } from "../model/reference.ts";

/*
 * What the types promise, for callers without types: what is not so is refused in words, and never taken for something else.
 */

/** @throws CrosstagError `invalid-request` if a request is not an object */
export function checkRequest(operation: string, request: unknown): void {
  if (typeof request !== "object" || request === null)
    throw refused(operation, "The request is not an object.", "Pass an object with the operation's parameters.");
}

/** @throws CrosstagError `invalid-request` if a field is neither true, false nor left out: the text "false" is not false */
export function checkSwitch(operation: string, name: string, value: unknown): void {
  if (value !== undefined && typeof value !== "boolean")
    throw refused(operation, `\`${name}\` is not a boolean.`, "Pass true or false, or omit it.");
}

/** @throws CrosstagError `invalid-request` if a field is not a list */
export function checkList(operation: string, name: string, value: unknown): void {
  if (value !== undefined && !Array.isArray(value))
    throw refused(operation, `\`${name}\` is not a list.`, "Pass an array, even for one item.");
}

/** @throws CrosstagError `invalid-request` for a kind that no cloud has: nothing would be found, without a word */
export function checkKinds(operation: string, kinds: unknown): void {
  checkList(operation, "kinds", kinds);
  for (const kind of (kinds ?? []) as readonly unknown[])
    if (!(RESOURCE_KINDS as readonly unknown[]).includes(kind))
      throw refused(
        operation,
        `Unknown resource kind: ${JSON.stringify(kind)}.`,
        `Use one of ${RESOURCE_KINDS.join(", ")}.`,
      );
}

function refused(operation: string, message: string, hint: string): CrosstagError {
  return new CrosstagError({
    code: "invalid-request",
    operation,
    message: `The request was refused and nothing was sent: ${message}`,
    hint,
  });
}
