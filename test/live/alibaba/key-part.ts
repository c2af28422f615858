import { descriptionOf, isNameOfLiveTest, isOfLiveTest, MARK } from "../live-cloud.ts";
import type { LivePart } from "../live-part.ts";
import { fieldOf, listOf } from "../answer-fields.ts";
import { keyProbes } from "./key-probes.ts";
import type { AlibabaClient } from "./open-client.ts";
import { tagKeysOf } from "./tag-keys-of.ts";

/** The shortest waiting period of a deletion, in days. */
const SHORTEST_DAYS = 7;

/** The largest page of ListKeys. */
const PAGE = 100;

/** Keys of Alibaba Cloud KMS. */
export function keyPart(kms: AlibabaClient): LivePart {
  const schedule = (id: string) => kms.call("ScheduleKeyDeletion", { KeyId: id, PendingWindowInDays: SHORTEST_DAYS });
  const describe = async (id: string) => fieldOf(await kms.call("DescribeKey", { KeyId: id }), "KeyMetadata");
  return {
    kind: "key",
    roles: [
      { name: "key", what: "a symmetric software key", calls: 1 },
      { name: "second", what: "another symmetric software key", calls: 1 },
      { name: "external", what: "a key with external origin, without key material", calls: 1 },
      { name: "doomed", what: "a symmetric software key whose deletion is scheduled at once", calls: 2 },
    ],
    probes: keyProbes(kms),
    restoreCalls: 3,
    removeCalls: 4,
    owns: (id) => !isNameOfLiveTest(id),
    create: async (role, run, created) => {
      const answer = await kms.call("CreateKey", {
        Description: descriptionOf(run),
        Tags: JSON.stringify([{ TagKey: MARK, TagValue: run }]),
        ...(role === "external" && { Origin: "EXTERNAL" }),
      });
      const id = fieldOf(fieldOf(answer, "KeyMetadata"), "KeyId");
      if (typeof id !== "string") throw new TypeError("CreateKey answered without a key id.");
      created(id);
      if (role === "doomed") await schedule(id);
    },
    restore: async (id, run) => {
      const keys = (await tagKeysOf(kms, id)).filter((key) => key !== MARK);
      // The list must not be empty: KMS would take that for all tags if `All` were set.
      if (keys.length > 0) await kms.call("UntagResource", { KeyId: id, TagKeys: JSON.stringify(keys) });
      await kms.call("TagResource", { KeyId: id, Tags: JSON.stringify([{ TagKey: MARK, TagValue: run }]) });
    },
    remove: async (id, listed) => {
      const metadata = await describe(id);
      if (!listed && !((await tagKeysOf(kms, id)).includes(MARK) && isOfLiveTest(fieldOf(metadata, "Description"))))
        return "not created by a live test";
      if (fieldOf(metadata, "KeyState") === "PendingDeletion") return "already removed";
      // A probe protects a key, and can be interrupted before it removes the protection.
      if (fieldOf(metadata, "DeletionProtection") === "Enabled") {
        const arn = fieldOf(metadata, "Arn");
        await kms.call("SetDeletionProtection", { ProtectedResourceArn: arn, EnableDeletionProtection: false });
      }
      await schedule(id);
      return "removed";
    },
    findMarked: async () => {
      const marked: string[] = [];
      for (let page = 1, more = true; more; page += 1) {
        const answer = await kms.call("ListKeys", { PageNumber: page, PageSize: PAGE });
        const keys = listOf(fieldOf(answer, "Keys"), "Key");
        for (const key of keys) {
          const id = fieldOf(key, "KeyId");
          if (typeof id === "string" && isOfLiveTest(fieldOf(await describe(id), "Description"))) marked.push(id);
        }
        more = keys.length === PAGE;
      }
      return marked;
    },
  };
}
