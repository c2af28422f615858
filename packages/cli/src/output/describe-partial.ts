import type { OutcomeStatus, PartialChange } from "@crosstag/core";

/** What was made of a change and what is left, in one sentence. Tag keys only. */
export function describePartial({ done, left }: PartialChange, status: OutcomeStatus): string {
  const isUnknown = status === "unknown";
  const parts = [
    clause(done.set, "set"),
    clause(done.remove, "removed"),
    isUnknown ? notKnown(left.set, "set") : clause(left.set, "not set"),
    isUnknown ? notKnown(left.remove, "removed") : stillThere(left.remove),
  ];
  return `Changed in part: ${parts.filter((part) => part !== undefined).join(", ")}.`;
}

function clause(keys: readonly string[], what: string): string | undefined {
  return keys.length === 0 ? undefined : `${keys.join(", ")} ${keys.length === 1 ? "was" : "were"} ${what}`;
}

function stillThere(keys: readonly string[]): string | undefined {
  return keys.length === 0 ? undefined : `${keys.join(", ")} ${keys.length === 1 ? "is" : "are"} still there`;
}

function notKnown(keys: readonly string[], what: string): string | undefined {
  if (keys.length === 0) return undefined;
  return `whether ${keys.join(", ")} ${keys.length === 1 ? "was" : "were"} ${what} is not known`;
}

/** A sentence behind the counts; empty if there is nothing to say. */
export function describeInPart(changedInPart: number): string {
  return changedInPart === 0
    ? ""
    : ` ${changedInPart} of these ${changedInPart === 1 ? "was" : "were"} changed in part.`;
}
