import type { Tag, TagRules } from "@crosstag/core";
import { ENCODING_NAMES, type EncodingName } from "../mapping/encodings.ts";
import type { Mapping } from "../mapping/mapping.ts";
import { mapTag } from "../mapping/map-tag.ts";
import { keyFits, tagViolations, valueFits } from "../mapping/tag-fit.ts";

/** The parts of a mapping that carry a tag and bring it back as it was, whatever other tags there are. */
export interface Remedy {
  readonly keys?: { readonly encode: readonly [EncodingName] };
  readonly values?: { readonly encode: readonly [EncodingName] };
}

/**
 * The least that has to be done to a tag so that the cloud takes it; undefined where nothing that can be undone does.
 * Encodings only: a new name reads better, but a person has to choose it, and it may be taken.
 */
export function findRemedy(tag: Tag, rules: TagRules): Remedy | undefined {
  const keys = keyFits(tag.key, rules) ? [{}] : ENCODING_NAMES.map((name) => ({ keys: { encode: [name] } as const }));
  const values = valueFits(tag.value, rules)
    ? [{}]
    : ENCODING_NAMES.map((name) => ({ values: { encode: [name] } as const }));
  for (const ofKey of keys) {
    for (const ofValue of values) {
      const remedy = { ...ofKey, ...ofValue } satisfies Pick<Mapping, "keys" | "values">;
      const { to } = mapTag({ version: 1, ...remedy }, tag, rules);
      if (tagViolations(to, rules).length === 0) return remedy;
    }
  }
  return undefined;
}
