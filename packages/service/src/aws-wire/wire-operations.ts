import { deleteImportedKeyMaterial } from "./operations/delete-imported-key-material.ts";
import { describeKey } from "./operations/describe-key.ts";
import { listKeys } from "./operations/list-keys.ts";
import { listResourceTags } from "./operations/list-resource-tags.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import type { WireOperation } from "./wire-operation.ts";

/** The operations of the wire, by their names in `X-Amz-Target`. */
export const WIRE_OPERATIONS: ReadonlyMap<string, WireOperation> = new Map([
  ["TagResource", tagResource],
  ["UntagResource", untagResource],
  ["ListResourceTags", listResourceTags],
  ["DeleteImportedKeyMaterial", deleteImportedKeyMaterial],
  ["DescribeKey", describeKey],
  ["ListKeys", listKeys],
]);
