import { fieldOf, listOf } from "../answer-fields.ts";
import type { AlibabaClient } from "./open-client.ts";

/** The tags of a secret. ListResourceTags reads keys only. */
export async function secretTagsOf(kms: AlibabaClient, SecretName: string): Promise<Readonly<Record<string, string>>> {
  const answer = await kms.call("DescribeSecret", { SecretName, FetchTags: true });
  const rows = listOf(fieldOf(answer, "Tags"), "Tag");
  return Object.fromEntries(rows.map((row) => [String(fieldOf(row, "TagKey")), String(fieldOf(row, "TagValue"))]));
}

/** The tag keys of a secret. */
export async function secretTagKeysOf(kms: AlibabaClient, name: string): Promise<readonly string[]> {
  return Object.keys(await secretTagsOf(kms, name));
}
