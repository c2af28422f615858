import { fieldOf, listOf } from "../answer-fields.ts";
import { descriptionOf, isNameOfLiveTest, isOfLiveTest, MARK, nameFor } from "../live-cloud.ts";
import type { LivePart } from "../live-part.ts";
import { keyProbes } from "./key-probes.ts";
import type { TencentClient } from "./open-client.ts";
import { keyType, TagsOfAccount } from "./tags-of-account.ts";

/** The shortest waiting period of a deletion, in days. */
const SHORTEST_DAYS = 7;

/** The largest page of ListKeyDetail. */
const PAGE = 200;

/** Keys of Tencent Cloud KMS. */
export function keyPart(client: TencentClient): LivePart {
  const tags = new TagsOfAccount(client, keyType(client));
  const describe = async (id: string) => fieldOf(await client.call("kms", "DescribeKey", { KeyId: id }), "KeyMetadata");
  const schedule = async (id: string, state: unknown) => {
    // Documented: only a disabled key can be scheduled for deletion.
    if (state === "Enabled") await client.call("kms", "DisableKey", { KeyId: id });
    await client.call("kms", "ScheduleKeyDeletion", { KeyId: id, PendingWindowInDays: SHORTEST_DAYS });
  };
  return {
    kind: "key",
    roles: [
      { name: "key", what: "a symmetric key", calls: 2 },
      { name: "external", what: "a key with external origin, without key material", calls: 2 },
      { name: "doomed", what: "a symmetric key whose deletion is scheduled at once", calls: 4 },
    ],
    probes: keyProbes(client, tags),
    restoreCalls: 6,
    removeCalls: 4,
    owns: (id) => !isNameOfLiveTest(id),
    create: async (role, run, created) => {
      const answer = await client.call("kms", "CreateKey", {
        Alias: nameFor(run, role),
        Description: descriptionOf(run),
        Type: role === "external" ? 2 : 1,
        Tags: [{ TagKey: MARK, TagValue: run }],
      });
      const id = fieldOf(answer, "KeyId");
      if (typeof id !== "string") throw new TypeError("CreateKey answered without a key id.");
      created(id);
      await tags.namesOf(id);
      if (role === "doomed") await schedule(id, "Enabled");
    },
    restore: async (id, run) => {
      const keys = (await tags.read(id)).filter((key) => key !== MARK);
      if (keys.length > 0) await tags.untag(id, keys);
      await tags.tag(id, MARK, run);
      await tags.deleteSent();
    },
    remove: async (id, listed) => {
      const metadata = await describe(id);
      const marked = isOfLiveTest(fieldOf(metadata, "Description")) && (listed || (await tags.read(id)).includes(MARK));
      if (!listed && !marked) return "not created by a live test";
      const state = fieldOf(metadata, "KeyState");
      if (state === "PendingDelete") return "already removed";
      await schedule(id, state);
      return "removed";
    },
    findMarked: async () => {
      const marked: string[] = [];
      for (let offset = 0, more = true; more; offset += PAGE) {
        const page = { Offset: offset, Limit: PAGE, Role: 0, OrderType: 1, Origin: "ALL", KeyUsage: "ALL" };
        const keys = listOf(await client.call("kms", "ListKeyDetail", page), "KeyMetadatas");
        for (const key of keys)
          if (isOfLiveTest(fieldOf(key, "Description"))) marked.push(String(fieldOf(key, "KeyId")));
        more = keys.length === PAGE;
      }
      return marked;
    },
  };
}
