import {
  CreateKeyCommand,
  DescribeKeyCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-kms";
import type { KMSClient, Tag } from "@aws-sdk/client-kms";
import { descriptionOf, isOfLiveTest, MARK } from "../live-cloud.ts";
import type { LivePart } from "../live-part.ts";
import { keyProbes } from "./key-probes.ts";
import { shortIdOf } from "../short-id-of.ts";

/** The shortest waiting period of a deletion, in days. */
const SHORTEST_DAYS = 7;

/** Keys of AWS KMS. */
export function keyPart(kms: KMSClient): LivePart {
  const schedule = (id: string) =>
    kms.send(new ScheduleKeyDeletionCommand({ KeyId: shortIdOf(id), PendingWindowInDays: SHORTEST_DAYS }));
  const describe = async (id: string) => (await kms.send(new DescribeKeyCommand({ KeyId: id }))).KeyMetadata;
  return {
    kind: "key",
    roles: [
      { name: "key", what: "a symmetric key", calls: 1 },
      { name: "external", what: "a key with external origin, without key material", calls: 1 },
      { name: "doomed", what: "a symmetric key whose deletion is scheduled at once", calls: 2 },
    ],
    probes: keyProbes(kms),
    restoreCalls: 3,
    removeCalls: 3,
    owns: (id) => id.startsWith("arn:") && id.split(":")[2] === "kms",
    create: async (role, run, created) => {
      const { KeyMetadata } = await kms.send(
        new CreateKeyCommand({
          Description: descriptionOf(run),
          Tags: [{ TagKey: MARK, TagValue: run }],
          ...(role === "external" && { Origin: "EXTERNAL" }),
        }),
      );
      const id = KeyMetadata?.Arn;
      if (id === undefined) throw new TypeError("CreateKey answered without an ARN.");
      created(id);
      if (role === "doomed") await schedule(id);
    },
    restore: async (id, run) => {
      const keys = (await tagsOf(kms, id)).flatMap(({ TagKey }) =>
        TagKey === undefined || TagKey === MARK ? [] : [TagKey],
      );
      if (keys.length > 0) await kms.send(new UntagResourceCommand({ KeyId: id, TagKeys: keys }));
      await kms.send(new TagResourceCommand({ KeyId: id, Tags: [{ TagKey: MARK, TagValue: run }] }));
    },
    remove: async (id, listed) => {
      const { KeyState, Description } = (await describe(id)) ?? {};
      if (!listed) {
        const tagged = (await tagsOf(kms, id)).some(({ TagKey }) => TagKey === MARK);
        if (!tagged || !isOfLiveTest(Description)) return "not created by a live test";
      }
      if (KeyState === "PendingDeletion") return "already removed";
      await schedule(id);
      return "removed";
    },
    findMarked: async () => {
      const marked: string[] = [];
      let Marker: string | undefined;
      do {
        const page = await kms.send(new ListKeysCommand({ Limit: 1_000, ...(Marker !== undefined && { Marker }) }));
        for (const { KeyArn = "" } of page.Keys ?? []) {
          if (isOfLiveTest((await describe(KeyArn))?.Description)) marked.push(KeyArn);
        }
        Marker = page.NextMarker;
      } while (Marker !== undefined);
      return marked;
    },
  };
}

/** All tags of a key: at most 50, which is the default page. */
async function tagsOf(kms: KMSClient, id: string): Promise<readonly Tag[]> {
  const { Tags = [] } = await kms.send(new ListResourceTagsCommand({ KeyId: id, Limit: 50 }));
  return Tags;
}
