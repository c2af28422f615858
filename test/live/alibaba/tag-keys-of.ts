import { fieldOf, listOf } from "../answer-fields.ts";
import type { AlibabaClient } from "./open-client.ts";

/** The tag keys of a key. */
export async function tagKeysOf(kms: AlibabaClient, id: string): Promise<readonly string[]> {
  const rows = listOf(fieldOf(await kms.call("ListResourceTags", { KeyId: id }), "Tags"), "Tag");
  return rows.map((row) => String(fieldOf(row, "TagKey")));
}
