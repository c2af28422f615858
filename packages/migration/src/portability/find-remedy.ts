import type { Tag, TagRules } from "@crosstag/core";
import { ENCODING_NAMES, type EncodingName } from "../mapping/encodings.ts";
import type { Mapping } from "../mapping/mapping.ts";
import { mapTag } from "../mapping/map-tag.ts";
import { keyFits, tagViolations, valueFits } from "../mapping/tag-fit.ts";

/** The parts of a mapping that copy a tag and restore it, independent of other tags. */
export interface Remedy {
  /** The change of the key. Absent: the key fits. */
  readonly keys?: { readonly encode: readonly [EncodingName] };
  /** The change of the value. Absent: the value fits. */
  readonly values?: { readonly encode: readonly [EncodingName] };
}

/**
 * The smallest reversible change with which the cloud accepts the tag; undefined if there is none. Encodings only: a
 * new name reads better, but a person has to choose it, and it may be in use.
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
