import type { Provenance, TagRule, TagRules } from "@crosstag/core/driver";
import type { Assumptions } from "./assumptions.ts";
import type { Dialect } from "./dialects.ts";

const API_TAG = "https://docs.aws.amazon.com/kms/latest/APIReference/API_Tag.html";
const TAG_EDITOR = "https://docs.aws.amazon.com/tag-editor/latest/userguide/reference.html";
const KMS_TAGS = "https://docs.aws.amazon.com/kms/latest/developerguide/tags-about.html";

const VERIFIED_ON = "2026-11-22";
const CHARACTERS = String.raw`\p{L}\p{Z}\p{N}_.:/=+\-@`;
const CHARACTERS_IN_WORDS = "letters, digits and spaces of any script, and _ . : / = + - @";

/** The rules of AWS KMS for tags. Those of other dialects are assumed to be the same, and marked so. */
export function rulesFor(dialect: Dialect, assumptions: Assumptions): TagRules {
  const known = (provenance: Provenance): Provenance =>
    dialect.name === "aws" ? provenance : { ...provenance, status: "assumed" };
  const documented = (source: string) => known({ source, verifiedOn: VERIFIED_ON, status: "documented" });
  const unit = assumptions.tagLengthUnit;
  const rules: TagRule[] = [
    {
      id: "aws.key-length",
      severity: "error",
      check: "length",
      of: "key",
      minimum: 1,
      maximum: 128,
      unit,
      ...documented(API_TAG),
    },
    {
      id: "aws.value-length",
      severity: "error",
      check: "length",
      of: "value",
      minimum: 0,
      maximum: 256,
      unit,
      ...documented(API_TAG),
    },
    {
      id: "aws.reserved-key-prefix",
      severity: "error",
      check: "reserved-prefix",
      of: "key",
      prefixes: ["aws:"],
      caseSensitive: false,
      ...known({
        source:
          'AWS KMS TagResource and CreateKey, keys "aws:key1" and "AWS:key1": TagException, "Tags beginning with aws: are reserved"',
        verifiedOn: "2025-01-22",
        status: "observed",
      }),
    },
    { id: "aws.tag-count", severity: "error", check: "count", maximum: 50, ...documented(KMS_TAGS) },
    {
      id: "aws.case-collision",
      severity: "warning",
      check: "case-collision",
      // Two tags for KMS; no source documents whether IAM's condition keys distinguish them.
      ...assumed("https://docs.aws.amazon.com/kms/latest/developerguide/abac.html"),
    },
  ];
  if (assumptions.tagCharacters === "general") {
    for (const of of ["key", "value"] as const) {
      rules.push({
        id: `aws.${of}-characters`,
        severity: "error",
        check: "characters",
        of,
        allowed: CHARACTERS,
        description: CHARACTERS_IN_WORDS,
        ...assumed(TAG_EDITOR),
      });
    }
  }
  if (assumptions.reservedValuePrefix !== "allow") {
    rules.push({
      id: "aws.reserved-value-prefix",
      severity: assumptions.reservedValuePrefix === "refuse" ? "error" : "warning",
      check: "reserved-prefix",
      of: "value",
      prefixes: ["aws:"],
      caseSensitive: false,
      ...assumed(TAG_EDITOR),
    });
  }
  return { provider: "aws", title: dialect.title, rules };
}

function assumed(source: string): Provenance {
  return { source, verifiedOn: VERIFIED_ON, status: "assumed" };
}
