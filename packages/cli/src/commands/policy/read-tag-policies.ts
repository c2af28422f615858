import { isList, isMap, jsonOf } from "@crosstag/core/internal";
import type { PolicyLevel, TagPolicyDocument } from "@crosstag/compliance";
import type { CommandContext } from "../../command-context.ts";
import { readText } from "../../input/read-text.ts";
import { UsageError } from "../../usage-error.ts";

/** Paths of the policy text in the output of the clouds' own tools. */
const WRAPPINGS = [
  ["EffectivePolicy", "PolicyContent"],
  ["Policy", "Content"],
  ["Policy", "PolicyContent"],
  ["EffectivePolicy"],
] as const;

/** One file for each level of an organization: a policy, or a list of the policies attached there. */
export async function readTagPolicies(
  files: readonly string[],
  context: CommandContext,
): Promise<readonly PolicyLevel[]> {
  return Promise.all(
    files.map(async (file) => {
      const content = jsonOf(await readText(file, context));
      const documents = (isList(content) ? content : [content]).map(unwrap);
      if (documents.length > 0 && documents.every(isDocument)) return documents;
      throw new UsageError(
        `${JSON.stringify(file)} is not a tag policy.`,
        "Provide the JSON of the policy, or the output of `describe-policy` or `describe-effective-policy`.",
      );
    }),
  );
}

function unwrap(given: unknown): unknown {
  for (const path of WRAPPINGS) {
    let inner = given;
    for (const name of path) inner = isMap(inner) ? inner[name] : undefined;
    if (typeof inner === "string") return jsonOf(inner);
  }
  return given;
}

function isDocument(value: unknown): value is TagPolicyDocument {
  return isMap(value) && (isMap(value["tags"]) || isMap(value["rg_inherit"]));
}
