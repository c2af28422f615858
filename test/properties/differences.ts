import type { Tag } from "@crosstag/core";
import type { Difference } from "./agreement.ts";

const one = (key: string, value = "v"): readonly Tag[] => [{ key, value }];

/** QKMS's pages name no reserved prefix; the rule is copied from AWS and marked as assumed. */
export const QKMS_DIFFERENCES: readonly Difference[] = [
  {
    rule: "aws.reserved-key-prefix",
    inTheCloud: undefined,
    reason: "reserved prefixes are assumed for QKMS",
    example: one("aws:team"),
  },
];

const RESERVED_SCHEME: Difference = {
  rule: "alibaba.reserved-scheme",
  inTheCloud: undefined,
  reason:
    "KMS documents `aliyun` and `acs:` only; http:// and https:// are refused as Terraform refuses them (assumed)",
  example: one("https://team"),
};

export const ALIBABA_DIFFERENCES: readonly Difference[] = [RESERVED_SCHEME];

export const ALIBABA_BATCH_UNTAG_DIFFERENCES: readonly Difference[] = [
  RESERVED_SCHEME,
  {
    rule: "alibaba.key-length",
    inTheCloud: (rule) => (rule.check === "length" ? { ...rule, unit: "code-points" } : rule),
    reason:
      "the rule counts bytes (UntagResource), UntagResources characters: no difference for keys that can be written",
    example: one("é".repeat(128)),
  },
];
