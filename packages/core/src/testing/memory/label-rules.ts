import type { TagRule } from "../../rules/tag-rules.ts";

const PROVENANCE = { source: "the memory cloud itself", verifiedOn: "2026-11-29", status: "observed" } as const;
/** Letters of scripts without case are allowed; `letter-case` refuses the others in upper case. */
const ALLOWED = String.raw`\p{L}\p{N}_\-`;
const IN_WORDS = "letters and digits of any script, and _ -";

/**
 * The rules of a memory cloud with labels: lower case, keys that begin with a letter, ends with a letter or digit, few characters and few bytes,
 * no empty values.
 */
export const LABEL_RULES: readonly TagRule[] = [
  ...(["key", "value"] as const).flatMap((of): readonly TagRule[] => {
    const error = { ...PROVENANCE, severity: "error", of } as const;
    return [
      { ...error, id: `memory.${of}-length`, check: "length", minimum: 1, maximum: 63, unit: "code-points" },
      { ...error, id: `memory.${of}-bytes`, check: "length", minimum: 0, maximum: 128, unit: "utf8-bytes" },
      {
        ...error,
        id: `memory.${of}-characters`,
        check: "characters",
        allowed: ALLOWED,
        description: IN_WORDS,
        ...(of === "key" && { first: { allowed: String.raw`\p{L}`, description: "letters" } }),
        last: { allowed: String.raw`\p{L}\p{N}`, description: "letters and digits" },
      },
      { ...error, id: `memory.${of}-letter-case`, check: "letter-case", letterCase: "lower" },
    ];
  }),
  { ...PROVENANCE, severity: "error", id: "memory.tags-per-resource", check: "count", maximum: 64 },
];
