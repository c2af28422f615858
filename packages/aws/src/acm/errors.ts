import type { DeniedService } from "../denial.ts";
import { type Meaning, type NamedMeanings, serviceErrors } from "../service-errors.ts";
import { TITLE } from "./certificate-arn.ts";

const SERVICE: DeniedService = {
  title: TITLE,
  resource: "certificate",
  prefix: "acm",
  denialHint: "The caller's IAM policies must allow it.",
};

const tagRefused: Meaning = {
  code: "tag-refused",
  message: "AWS Certificate Manager refused a tag.",
  hint: "Check the characters (a domain with * is not allowed), the lengths, and the prefix aws: of keys and values.",
};

const NAMES: NamedMeanings = [
  [
    "ResourceNotFoundException",
    {
      code: "not-found",
      message: "AWS Certificate Manager has no such certificate in this account and region.",
      hint: "Check the ARN and the region: CloudFront uses certificates of us-east-1. A new certificate can take a few seconds to appear.",
    },
  ],
  [
    "InvalidArnException",
    {
      code: "refused",
      message: "AWS Certificate Manager does not accept this name of a certificate.",
      hint: "Use the ARN of a certificate in this account and region.",
    },
  ],
  ["InvalidTagException InvalidParameterException", tagRefused],
  [
    "TooManyTagsException LimitExceededException",
    {
      code: "limit-exceeded",
      message: "The certificate would have more than 50 tags.",
      hint: "Remove tags that are no longer needed.",
    },
  ],
  [
    "InvalidArgsException",
    { code: "refused", message: "AWS Certificate Manager refused the list.", hint: "Start the list again." },
  ],
  [
    "RequestInProgressException ConflictException",
    {
      code: "unavailable",
      retry: "transient",
      message: "AWS Certificate Manager is changing the certificate at the moment.",
      hint: "Try again in a few seconds.",
    },
  ],
  [
    "InvalidStateException",
    {
      code: "invalid-state",
      message: "The state of the certificate does not allow this.",
      hint: "Describe the certificate.",
    },
  ],
];

/** The errors of AWS Certificate Manager. */
export const ERRORS = serviceErrors(SERVICE, NAMES, (name, text) =>
  // The checks of the model answer for tags, too: `'*.example.com' at 'tags.2.member.value' failed to satisfy constraint`.
  name === "ValidationException" && /\btags\.\d+\.member\b|\btags' failed\b/i.test(text) ? tagRefused : undefined,
);
