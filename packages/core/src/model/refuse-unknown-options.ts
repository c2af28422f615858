import { CrosstagError } from "./crosstag-error.ts";
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
    hint: hintOf(names),
  });
}

/**
 * Refuses options that a function which creates something does not have, for programs without types.
 * @param taker the function
 * @param provider of the cloud that it is for. Default: none
 * @throws CrosstagError `configuration`
 */
export function refuseUnknownSettings(
  taker: string,
  options: unknown,
  names: Readonly<Record<string, true>>,
  provider?: string,
): void {
  const message = unknownOption(taker, options, names);
  if (message === undefined) return;
  const hint = hintOf(names);
  throw new CrosstagError({
    code: "configuration",
    ...(provider !== undefined && { provider }),
    operation: taker,
    message,
    hint,
  });
}

function hintOf(names: Readonly<Record<string, true>>): string {
  return `Correct its name, or omit it. Options: ${Object.keys(names).join(", ")}.`;
}
