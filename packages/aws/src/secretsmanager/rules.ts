import type { Provenance, TagRules } from "@crosstag/core/driver";
import type { Assumptions } from "../assumptions.ts";
import { tagRules } from "../tag-rules.ts";
import { TITLE } from "./secret-arn.ts";

const VERIFIED_ON = "2026-11-29";
const documented = (source: string): Provenance => ({ source, verifiedOn: VERIFIED_ON, status: "documented" });

/** The rules of AWS Secrets Manager for tags. */
export function rulesFor(assumptions: Assumptions): TagRules {
  return tagRules(
    {
      title: TITLE,
      prefix: "aws.secretsmanager",
      lengths: documented("https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Tag.html"),
      reservedKeys: {
        source:
          "AWS Secrets Manager TagResource: InvalidParameterException, \"You can't modify system tags. Tag key: 'aws:cloudformation:stack-name'.\"",
        verifiedOn: VERIFIED_ON,
        status: "observed",
      },
      count: documented("https://docs.aws.amazon.com/secretsmanager/latest/userguide/managing-secrets_tagging.html"),
      caseCollision: {
        source: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access-abac.html",
        verifiedOn: VERIFIED_ON,
        status: "assumed",
      },
    },
    assumptions,
  );
}
