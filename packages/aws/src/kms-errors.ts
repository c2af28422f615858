import type { DeniedService } from "./denial.ts";
import { type Meaning, type NamedMeanings, serviceErrors } from "./service-errors.ts";

const SERVICE: DeniedService = {
  title: "AWS KMS",
  resource: "key",
  prefix: "kms",
  // "Cross-account use: No", API reference.
  ownAccountOnly: new Set([
    "kms:TagResource",
    "kms:UntagResource",
    "kms:ListResourceTags",
    "kms:DeleteImportedKeyMaterial",
  ]),
  denialHint: "Both the caller's IAM policies and the key's policy must allow it. AWS managed keys never allow it.",
};

const limitExceeded: Meaning = {
  code: "limit-exceeded",
  message: "A limit of AWS KMS is reached, such as the number of tags on the key.",
  hint: "Remove tags that are no longer needed.",
};

const NAMES: NamedMeanings = [
  // KMSNotFoundException, TooManyTagsException: Quilibrium's API pages (verified 2026-11-22).
  [
    "NotFoundException KMSNotFoundException",
    {
      code: "not-found",
      message: "AWS KMS has no such key in this account and region.",
      hint: "Check the id and the region: a key in another region is reported as not found. A new key can take a few seconds to appear.",
    },
  ],
  ["LimitExceededException TooManyTagsException", limitExceeded],
  [
    "InvalidArnException",
    {
      code: "refused",
      message: "AWS KMS does not accept this name of a key.",
      hint: "Use the id or the ARN of a key in this region; resolve aliases first.",
    },
  ],
  [
    "KMSInvalidStateException DisabledException",
    {
      code: "invalid-state",
      message: "The state of the key does not allow this.",
      hint: "The tags of a key that is pending deletion cannot be changed. A key that is being created or updated needs some time.",
    },
  ],
  [
    "TagException",
    {
      code: "tag-refused",
      message: "AWS KMS refused a tag.",
      hint: "Check the characters, the lengths and the prefix aws: of the tag keys and values, and that no key is given twice.",
    },
  ],
  [
    "UnsupportedOperationException",
    {
      code: "invalid-state",
      message: "The key does not allow this operation.",
      hint: "Only imported key material can be deleted, and only if the key has some.",
    },
  ],
  [
    "InvalidMarkerException",
    { code: "refused", message: "The list cannot be continued from this page.", hint: "Start the list again." },
  ],
  [
    "KeyUnavailableException",
    {
      code: "unavailable",
      retry: "transient",
      message: "The key is not available at the moment.",
      hint: "Check that the key store of the key is connected, then try again.",
    },
  ],
];

/** The errors of AWS KMS and of services with its protocol. */
export const KMS_ERRORS = serviceErrors(SERVICE, NAMES, (name, text) =>
  // The same code is used for a malformed tag and for a full key.
  name === "TagException" && /too many tags/i.test(text) ? limitExceeded : undefined,
);
