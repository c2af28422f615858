import type { Provenance, ResourceKind, TagRule, TagRules } from "@crosstag/core/driver";
import type { Assumptions } from "./assumptions.ts";
import { DOCUMENTS, VERIFIED_ON } from "./documents.ts";

function documented(source: string): Provenance {
  return { source, verifiedOn: VERIFIED_ON, status: "documented" };
}

function assumed(source: string): Provenance {
  return { source, verifiedOn: VERIFIED_ON, status: "assumed" };
}

/** The rules in which the pages of the write operations differ. */
interface WriteOperation {
  readonly source: string;
  readonly valueLength: number;
  /** As `CharacterRule.allowed`. */
  readonly characters: string;
  readonly description: string;
}

/** TagResource and UntagResource. */
const SINGLE: WriteOperation = {
  source: DOCUMENTS.tagResource,
  valueLength: 256,
  characters: String.raw`A-Za-z0-9/_\-.+=:@`,
  description: "ASCII letters, digits and / _ - . + = : @",
};

/** TagResources and UntagResources. */
const BATCH: WriteOperation = {
  source: DOCUMENTS.tagResources,
  valueLength: 128,
  characters: String.raw`A-Za-z0-9/\\_\-.+=:@`,
  description: String.raw`ASCII letters, digits and / \ _ - . + = : @`,
};

/** The rules of Alibaba Cloud KMS for tags. */
export function rulesFor({ tagsPerResource, emptyValues, tagOperations }: Assumptions): TagRules {
  return {
    provider: "alibaba",
    title: "Alibaba Cloud KMS",
    rules: [
      {
        id: "alibaba.key-length",
        check: "length",
        of: "key",
        minimum: 1,
        maximum: 128,
        // UntagResource counts bytes, TagResources characters; for the allowed characters they are the same.
        unit: "utf8-bytes",
        severity: "error",
        ...documented(DOCUMENTS.untagResource),
      },
      ...operationRules("alibaba.", ["key", "secret"], tagOperations === "batch" ? BATCH : SINGLE, emptyValues),
      ...operationRules("alibaba.certificate-", ["certificate"], SINGLE, emptyValues),
      {
        id: "alibaba.reserved-prefix",
        check: "reserved-prefix",
        of: "key",
        prefixes: ["aliyun", "acs:"],
        caseSensitive: true,
        severity: "error",
        ...documented(DOCUMENTS.untagResources),
      },
      {
        // Alibaba's other tag services refuse these, and its Terraform provider does for all of them.
        id: "alibaba.reserved-scheme",
        check: "reserved-prefix",
        of: "key",
        prefixes: ["http://", "https://"],
        caseSensitive: true,
        severity: "error",
        ...assumed(DOCUMENTS.terraformTags),
      },
      {
        id: "alibaba.tags-per-resource",
        check: "count",
        maximum: tagsPerResource,
        severity: "error",
        ...assumed(DOCUMENTS.tagLimits),
      },
      { id: "alibaba.case-collision", check: "case-collision", severity: "warning", ...assumed(DOCUMENTS.permissions) },
    ],
  };
}

function operationRules(
  prefix: string,
  kinds: readonly ResourceKind[],
  { source, valueLength, characters, description }: WriteOperation,
  emptyValues: boolean,
): readonly TagRule[] {
  const common = { kinds, severity: "error", ...documented(source) } as const;
  return [
    {
      id: `${prefix}value-length`,
      check: "length",
      of: "value",
      minimum: emptyValues ? 0 : 1,
      maximum: valueLength,
      unit: "code-points",
      ...common,
    },
    ...(["key", "value"] as const).map((of): TagRule => ({
      id: `${prefix}${of}-characters`,
      check: "characters",
      of,
      allowed: characters,
      description,
      ...common,
    })),
  ];
}
