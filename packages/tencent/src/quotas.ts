import type { Quota } from "@crosstag/core/driver";
import { DOCUMENTS, VERIFIED_ON } from "./documents.ts";
import { ATTACH, DETACH } from "./limits.ts";
import type { ResourceType } from "./resource-type.ts";

// The rates are documented for each API. That the Tag service counts all regions together follows from its one endpoint.
const tagService = {
  requestsPerSecond: 20,
  countedPer: "account",
  source: DOCUMENTS.tagResources,
  verifiedOn: VERIFIED_ON,
  status: "assumed",
} as const;
const kms = { requestsPerSecond: 100, verifiedOn: VERIFIED_ON, status: "documented" } as const;
// The common default of Tencent Cloud's APIs.
const ssm = { requestsPerSecond: 20, source: DOCUMENTS.ssmModel, verifiedOn: VERIFIED_ON, status: "assumed" } as const;

/** Of the operations of the Tag service, which all services of the cloud share. */
const OF_TAGS: readonly Quota[] = [
  { id: "TagResources", covers: [{ operation: "writeTags", shape: "main" }], ...tagService },
  { id: ATTACH.shape, covers: [{ operation: "writeTags", shape: ATTACH.shape }], ...tagService },
  { id: "ModifyResourceTags", covers: [{ operation: "writeTags", shape: "changeTags" }], ...tagService },
  { id: "UnTagResources", covers: [{ operation: "removeTags", shape: "main" }], ...tagService },
  { id: DETACH.shape, covers: [{ operation: "removeTags", shape: DETACH.shape }], ...tagService },
  { id: "DescribeResourceTagsByResourceIds", covers: [{ operation: "readTags" }], ...tagService },
];

const OF_KEYS: readonly Quota[] = [
  {
    id: "DescribeKey",
    covers: [{ operation: "describeResource" }],
    source: DOCUMENTS.describeKey,
    ...kms,
  },
  { id: "ListKeyDetail", covers: [{ operation: "listResources" }], source: DOCUMENTS.listKeyDetail, ...kms },
  {
    id: "DeleteImportedKeyMaterial",
    covers: [{ operation: "deleteKeyMaterial" }],
    source: DOCUMENTS.deleteImportedKeyMaterial,
    ...kms,
  },
];

const OF_SECRETS: readonly Quota[] = [
  { id: "DescribeSecret", covers: [{ operation: "describeResource" }], ...ssm },
  { id: "ListSecrets", covers: [{ operation: "listResources" }], ...ssm },
];

/** The quotas that calls about the resources of a type spend. */
export function quotasFor({ kind }: ResourceType): readonly Quota[] {
  return [...OF_TAGS, ...(kind === "key" ? OF_KEYS : OF_SECRETS)];
}
