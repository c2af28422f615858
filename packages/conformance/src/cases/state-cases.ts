import { toTagRecord } from "@crosstag/core";
import { stateRuleOf } from "@crosstag/core/driver";
import type { KmsProfile } from "@crosstag/core/driver";
import assert from "node:assert/strict";
import type { CaseContext } from "../case-context.ts";
import type { ConformanceCase } from "../conformance-case.ts";
import { assertRefusal } from "./assert-refusal.ts";
import { secretTag } from "./secret-tag.ts";

/** Writes to keys in states in which a cloud may refuse them. A profile without rules about states does not say what the cloud refuses. */
export function stateCases({ stateRules }: KmsProfile): readonly ConformanceCase[] {
  if (stateRules === undefined) return [];
  return (["pending-deletion", "disabled"] as const).map((state) => {
    const rule = stateRuleOf(stateRules, "writeTags", { kind: "key", state });
    return rule === undefined ? allowedStateCase(state) : refusedStateCase(state);
  });
}

const refusedStateCase = (state: "pending-deletion" | "disabled"): ConformanceCase => ({
  title: `key: writing to one in the state ${state} is invalid-state`,
  run: async (context) => {
    const text = await keyInState(context, state);
    const resources = [context.reference(text)];
    assertRefusal(
      await context.failure(await context.tagging([text], secretTag(context.samplesFor("key")))),
      ["invalid-state"],
      "resource",
      resources,
    );
  },
});

const allowedStateCase = (state: "pending-deletion" | "disabled"): ConformanceCase => ({
  title: `key: writing to one in the state ${state} works, as the profile states`,
  run: async (context) => {
    const text = await keyInState(context, state);
    const tags = secretTag(context.samplesFor("key"));
    await context.write([text], tags);
    assert.deepEqual({ ...(await context.truth.tagsOf(text)) }, { ...toTagRecord(tags) });
  },
});

async function keyInState({ scene }: CaseContext, state: "pending-deletion" | "disabled"): Promise<string> {
  const text = await scene.create("key");
  await (state === "disabled" ? scene.disable(text) : scene.scheduleDeletion(text));
  return text;
}
