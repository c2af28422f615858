import type { Provenance, TagRules } from "@crosstag/core/driver";
import type { Assumptions } from "../assumptions.ts";
import { tagRules } from "../tag-rules.ts";
import { TITLE } from "./certificate-arn.ts";

const VERIFIED_ON = "2026-11-29";
const ADD_TAGS = "https://docs.aws.amazon.com/acm/latest/APIReference/API_AddTagsToCertificate.html";
const documented = (source: string): Provenance => ({ source, verifiedOn: VERIFIED_ON, status: "documented" });

/**
 * The rules of AWS Certificate Manager for tags. Its guide says 127 and 255 characters, its API 128 and 256: the API counts,
 * and nothing is cut.
 */
export function rulesFor(assumptions: Assumptions): TagRules {
  return tagRules(
    {
      title: TITLE,
      prefix: "aws.acm",
      lengths: documented("https://docs.aws.amazon.com/acm/latest/APIReference/API_Tag.html"),
      reservedKeys: documented("https://docs.aws.amazon.com/acm/latest/userguide/tags-restrictions.html"),
      // InvalidTagException: "you cannot specify a tag value that begins with aws:".
      reservedValues: documented(ADD_TAGS),
      count: documented("https://docs.aws.amazon.com/acm/latest/userguide/tags-restrictions.html"),
      caseCollision: { source: ADD_TAGS, verifiedOn: VERIFIED_ON, status: "assumed" },
      characters: documented("https://docs.aws.amazon.com/acm/latest/APIReference/API_Tag.html"),
    },
    assumptions,
  );
}
