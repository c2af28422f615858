import { CrosstagError } from "../model/crosstag-error.ts";
import { unknownOption } from "../text/unknown-option.ts";

/**
 * Refuses options that a function does not have, for programs without types.
 * @param taker the function, or what else has the options
 * @throws CrosstagError `invalid-request`
 */
export function refuseUnknownOptions(taker: string, options: unknown, names: Readonly<Record<string, true>>): void {
  const message = unknownOption(taker, options, names);
  if (message === undefined) return;
  throw new CrosstagError({
    code: "invalid-request",
    message: `${message} Nothing was sent.`,
    hint: `Correct its name, or omit it. Options: ${Object.keys(names).join(", ")}.`,
  });
}
