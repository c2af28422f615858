import type { Outcome, TagResourceResult } from "@crosstag/core";
import { textOf, toWireError } from "./error-names.ts";
import { WireError } from "./wire-error.ts";

/**
 * Says what became of a change of one key's tags: nothing if it is done.
 * @throws WireError if it is not, or if that is not known
 */
export function settleWrite({ outcomes }: Pick<TagResourceResult, "outcomes">): undefined {
  for (const outcome of outcomes) {
    const error = errorOf(outcome);
    if (error !== undefined) throw error;
  }
}

function errorOf(outcome: Outcome): WireError | undefined {
  switch (outcome.status) {
    case "changed":
    case "unchanged":
      return undefined;
    case "failed": {
      const { name, message, status } = toWireError(outcome.error);
      return new WireError(name, `${message}${appliedText(outcome.appliedKeys)}`, status);
    }
    // The same change can be sent again: then it is done, whether it was done before or not.
    case "unknown":
      return new WireError(
        "KMSInternalException",
        `The change was sent, and whether it was made is not known. ${textOf(outcome.error)}${appliedText(outcome.appliedKeys)}`,
        500,
      );
    case "skipped":
      return outcome.reason === "not-started"
        ? new WireError(
            "ThrottlingException",
            "The time of the request ended while it waited for its turn. Nothing was changed. Try again later.",
          )
        : new WireError("TagException", `Nothing was changed: ${outcome.reason}.`);
  }
}

/** Names tag keys, never values. */
function appliedText(keys: readonly string[] | undefined): string {
  return keys === undefined || keys.length === 0 ? "" : ` Changed before that: ${keys.join(", ")}.`;
}
