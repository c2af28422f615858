import type { Provenance, TagRules } from "@crosstag/core/driver";
import type { Assumptions } from "./assumptions.ts";
import type { Dialect } from "./dialects.ts";
import { tagRules } from "./tag-rules.ts";

const VERIFIED_ON = "2026-11-22";

/** The rules of AWS KMS for tags. Those of other dialects are assumed to be the same, and marked so. */
export function rulesFor(dialect: Dialect, assumptions: Assumptions): TagRules {
  const known = (provenance: Provenance): Provenance =>
    dialect.name === "aws" ? provenance : { ...provenance, status: "assumed" };
  const documented = (source: string) => known({ source, verifiedOn: VERIFIED_ON, status: "documented" });
  return tagRules(
    {
      title: dialect.title,
      prefix: "aws",
      lengths: documented("https://docs.aws.amazon.com/kms/latest/APIReference/API_Tag.html"),
      reservedKeys: known({
        source:
          'AWS KMS TagResource and CreateKey, keys "aws:key1" and "AWS:key1": TagException, "Tags beginning with aws: are reserved"',
        verifiedOn: "2025-01-22",
        status: "observed",
      }),
      count: documented("https://docs.aws.amazon.com/kms/latest/developerguide/tags-about.html"),
      // Two tags for KMS; no source documents whether IAM's condition keys distinguish them.
      caseCollision: {
        source: "https://docs.aws.amazon.com/kms/latest/developerguide/abac.html",
        verifiedOn: VERIFIED_ON,
        status: "assumed",
      },
    },
    assumptions,
  );
}
