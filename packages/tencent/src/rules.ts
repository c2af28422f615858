import type { Provenance, TagRule, TagRules } from "@crosstag/core/driver";
import { DOCUMENTS, VERIFIED_ON } from "./documents.ts";

const documented: Provenance = { source: DOCUMENTS.tagLimits, verifiedOn: VERIFIED_ON, status: "documented" };
const assumed: Provenance = { source: DOCUMENTS.tagLimits, verifiedOn: VERIFIED_ON, status: "assumed" };

const LENGTHS = { key: 127, value: 255 } as const;

// The page names English letters, digits, ideographs and spaces between them; letters of other scripts are assumed.
const WORDS = String.raw`\p{L}\p{M}\p{N}+\-=._:/@()\[\],;><【】：`;
const WORDS_IN_TEXT = "letters, digits and + - = . _ : / @ ( ) [ ] , ; > < 【 】 ：";

function charactersOf(of: "key" | "value"): TagRule {
  const outside = { allowed: WORDS, description: WORDS_IN_TEXT };
  return {
    id: `tencent.${of}-characters`,
    check: "characters",
    of,
    allowed: `${WORDS} `,
    description: `spaces, ${WORDS_IN_TEXT}`,
    first: outside,
    last: outside,
    severity: "error",
    ...documented,
  };
}

function lengthOf(of: "key" | "value"): TagRule {
  const maximum = LENGTHS[of];
  return {
    id: `tencent.${of}-length`,
    check: "length",
    of,
    minimum: 1,
    maximum,
    unit: "code-points",
    severity: "error",
    ...documented,
  };
}

/** The rules of Tencent Cloud's Tag service. */
export const rules: TagRules = {
  provider: "tencent",
  title: "Tencent Cloud KMS",
  rules: [
    lengthOf("key"),
    lengthOf("value"),
    charactersOf("key"),
    charactersOf("value"),
    {
      id: "tencent.reserved-prefix",
      check: "reserved-prefix",
      of: "key",
      prefixes: ["qcs:", "project", "项目"],
      caseSensitive: true,
      severity: "error",
      ...documented,
    },
    {
      // The error text for a reserved key also has these two words; the page about limits does not.
      id: "tencent.reserved-word",
      check: "reserved-prefix",
      of: "key",
      prefixes: ["qcloud", "tencent"],
      caseSensitive: true,
      severity: "warning",
      ...assumed,
    },
    { id: "tencent.tags-per-resource", check: "count", maximum: 50, severity: "error", ...documented },
    { id: "tencent.case-collision", check: "case-collision", severity: "warning", ...assumed },
  ],
};
