import type { DeniedService } from "../denial.ts";
import { type Meaning, type NamedMeanings, serviceErrors } from "../service-errors.ts";
import { TITLE } from "./secret-arn.ts";

const SERVICE: DeniedService = {
  title: TITLE,
  resource: "secret",
  prefix: "secretsmanager",
  // TagResource and UntagResource, API reference (verified 2026-11-29).
  denialHint:
    "The caller's IAM policies and the secret's own policy must allow it. A change of tags that would remove the caller's own access is denied, too.",
};

const NAMES: NamedMeanings = [
  [
    "ResourceNotFoundException",
    {
      code: "not-found",
      message: "AWS Secrets Manager has no such secret in this account and region.",
      hint: "Check the name, the account and the region. Use secret/<name> for a name: an ARN without the six characters at its end is taken for that of another secret if the name ends like them.",
    },
  ],
  [
    "InvalidRequestException",
    {
      code: "invalid-state",
      message: "The state of the secret does not allow this.",
      hint: "Describe the secret: it can be marked for deletion, or a service of AWS can manage it.",
    },
  ],
  [
    "InvalidParameterException",
    {
      code: "refused",
      message: "AWS Secrets Manager refused a value of the request.",
      hint: "Check the tags: their characters, their lengths, and how many the secret has.",
    },
  ],
  [
    "LimitExceededException",
    {
      code: "limit-exceeded",
      message: "A limit of AWS Secrets Manager is reached, such as the number of tags on the secret.",
      hint: "Remove tags that are no longer needed.",
    },
  ],
  [
    "InvalidNextTokenException",
    { code: "refused", message: "The list cannot be continued from this page.", hint: "Start the list again." },
  ],
];

const TEXTS: readonly (readonly [name: RegExp, text: RegExp, meaning: Meaning])[] = [
  [
    /^InvalidRequestException$/,
    /marked for deletion|scheduled for deletion/i,
    {
      code: "invalid-state",
      message: "The secret is marked for deletion, so its tags cannot be changed.",
      hint: "Restore it first (aws secretsmanager restore-secret), or leave it out.",
    },
  ],
  [
    /^InvalidRequestException$/,
    /managed by another service|owning service/i,
    {
      code: "managed-by-cloud",
      message: "A service of AWS manages the secret and does not allow this.",
      hint: "Change its tags with that service, or leave it out.",
    },
  ],
  [
    /^Invalid(?:Parameter|Request)Exception$/,
    /replica secret/i,
    {
      code: "invalid-state",
      message: "The secret is a replica, whose tags are those of the primary secret.",
      hint: "Change the tags of the primary secret, in its region: the replicas get the same tags.",
    },
  ],
  [
    /^InvalidParameterException$/,
    /system tags?\b|\baws:/i,
    {
      code: "tag-refused",
      message: "AWS Secrets Manager refused a tag: tag keys that begin with aws: are AWS's own.",
      hint: "Leave these tags out; AWS sets and removes them itself.",
    },
  ],
  [
    /^(?:InvalidParameter|Validation)Exception$/,
    /too many tags|more than 50 tags|tag limit/i,
    {
      code: "limit-exceeded",
      message: "The secret would have more than 50 tags.",
      hint: "Remove tags that are no longer needed.",
    },
  ],
];

/** The errors of AWS Secrets Manager: InvalidRequestException and InvalidParameterException have several causes. */
export const ERRORS = serviceErrors(
  SERVICE,
  NAMES,
  (name, text) => TEXTS.find(([named, said]) => named.test(name) && said.test(text))?.[2],
);
