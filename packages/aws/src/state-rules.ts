import type { Provenance, StateRule } from "@crosstag/core/driver";
import type { Dialect } from "./dialects.ts";

const KEY_STATES = "https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html";

/** What the states of keys prevent, from the table of key states. Those of other dialects are assumed to be the same. */
export function stateRulesFor({ name, title }: Dialect): readonly StateRule[] {
  const status: Provenance["status"] = name === "aws" ? "documented" : "assumed";
  const provenance = { source: KEY_STATES, verifiedOn: "2026-11-22", status } as const;
  return [
    {
      ...provenance,
      kinds: ["key"],
      states: ["pending-deletion"],
      operations: ["writeTags", "removeTags"],
      reason: `${title} does not change the tags of a key that is pending deletion.`,
      fix: "Cancel the deletion first (`aws kms cancel-key-deletion`), or leave the key out.",
    },
    {
      ...provenance,
      kinds: ["key"],
      states: ["creating", "updating"],
      operations: ["deleteKeyMaterial"],
      reason: `${title} does not delete the material of a key while it creates or updates the key.`,
      fix: "Try again after the state of the key has changed.",
    },
  ];
}
