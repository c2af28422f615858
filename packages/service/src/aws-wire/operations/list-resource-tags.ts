import { CrosstagError, type TagRecord } from "@crosstag/core";
import * as operations from "@crosstag/operations";
import { checkVisibleKey, withKey } from "../check-key.ts";
import { listResourceTagsInput } from "../inputs.ts";
import { wireOperation, type WireCall } from "../wire-operation.ts";

/** AWS's documentation says 50, its model accepts 1,000 (verified 2026-11-22). */
const MOST_ON_A_PAGE = 50;

/** The tags of a key of any cloud, in the order of their keys. A page continues behind the last tag key of the page before. */
export const listResourceTags = wireOperation(
  operations.listTags,
  listResourceTagsInput,
  async ({ KeyId, Limit, Marker }, call) =>
    withKey(KeyId, call, async () => {
      const list = `ListResourceTags ${call.caller.name} ${KeyId}`;
      const behind = Marker === undefined || Marker === null ? undefined : call.markers.read(list, Marker);
      await checkVisibleKey(KeyId, {}, call);
      const tags = Object.entries(await readTags(KeyId, call)).toSorted(([one], [other]) => (one < other ? -1 : 1));
      const left = behind === undefined ? tags : tags.filter(([key]) => key > behind);
      const page = left.slice(0, Math.min(Math.trunc(Limit ?? MOST_ON_A_PAGE), MOST_ON_A_PAGE));
      const last = page.at(-1);
      const isTruncated = last !== undefined && page.length < left.length;
      return {
        Tags: page.map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
        Truncated: isTruncated,
        ...(isTruncated && { NextMarker: call.markers.make(list, last[0]) }),
      };
    }),
);

async function readTags(keyId: string, { crosstag, options }: WireCall): Promise<TagRecord> {
  for await (const entry of crosstag.listTags({ resources: [keyId], includeReserved: true }, options)) {
    if (entry.status === "failed") throw entry.error;
    return entry.tags;
  }
  throw new CrosstagError({ code: "internal", message: "The tags of the key were not read." });
}
