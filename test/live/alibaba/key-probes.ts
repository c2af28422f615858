import { answerOf } from "../answer-of.ts";
import { MARK } from "../live-cloud.ts";
import type { Probe } from "../live-cloud.ts";
import { fieldOf, listOf } from "../answer-fields.ts";
import { errorCode } from "./error-code.ts";
import type { AlibabaClient } from "./open-client.ts";
import { tagLimitProbe } from "./tag-limit-probe.ts";
import type { TagBatch, Tags } from "./tag-limit-probe.ts";
import { tagKeysOf } from "./tag-keys-of.ts";

/** A well-formed id that no key has. */
const UNKNOWN_ID = "key-00000000000000000000";

const REFUSED = ["InvalidParameter", "MissingParameter"];

/** What is open about tags and key material of Alibaba Cloud KMS. */
export function keyProbes(kms: AlibabaClient): readonly Probe[] {
  const answer = (action: string, parameters: Readonly<Record<string, unknown>>) =>
    answerOf(kms.call(action, parameters), errorCode);
  const batch = (ids: readonly string[]) => ({ RegionId: kms.region, ResourceType: "key", ResourceId: ids });
  const tagBatch = (ids: readonly string[], tags: Tags) =>
    answer("TagResources", { ...batch(ids), Tag: tags.map(([Key, Value]) => ({ Key, Value })) });
  const untagBatch = (ids: readonly string[], keys: readonly string[]) =>
    answer("UntagResources", { ...batch(ids), TagKey: keys });
  const tagOne = (id: string, tags: Tags) =>
    answer("TagResource", {
      KeyId: id,
      Tags: JSON.stringify(tags.map(([TagKey, TagValue]) => ({ TagKey, TagValue }))),
    });
  return [
    {
      id: "batch-operations",
      question: "Can the batch operations be called with these permissions?",
      assumed: ["accepted"],
      calls: 1,
      tags: "key",
      ask: async ({ id }) => {
        const found = await tagBatch([id("key")], [["team", "a"]]);
        return /^(NoPermission|Forbidden)/.test(found) ? "denied" : found;
      },
      setting: (found) =>
        found === "accepted" || found === "denied"
          ? { tagOperations: found === "denied" ? "single" : "batch" }
          : undefined,
    },
    tagLimitProbe("key", tagBatch),
    {
      id: "empty-value-in-batch",
      question: "Does TagResources accept an empty value?",
      assumed: ["accepted"],
      calls: 1,
      tags: "key",
      ask: ({ id }) => tagBatch([id("key")], [["team", ""]]),
      setting: (found) =>
        /^(accepted$|Invalid|Missing)/.test(found) ? { emptyValues: found === "accepted" } : undefined,
    },
    {
      id: "empty-value",
      question: "Does TagResource accept an empty value?",
      assumed: ["accepted"],
      calls: 1,
      tags: "key",
      ask: ({ id }) => tagOne(id("key"), [["team", ""]]),
    },
    ...atomicityProbes(kms, tagBatch, untagBatch),
    {
      id: "untag-absent-key",
      question: "Does UntagResource accept a tag key that the key does not have?",
      assumed: ["accepted"],
      calls: 1,
      ask: ({ id }) => answer("UntagResource", { KeyId: id("key"), TagKeys: JSON.stringify(["absent"]) }),
    },
    {
      id: "untag-absent-keys-in-batch",
      question: "Does UntagResources accept tag keys of which the key has none?",
      assumed: ["accepted"],
      calls: 1,
      ask: ({ id }) => untagBatch([id("key")], ["absent"]),
    },
    {
      id: "empty-untag-list",
      question: "What does an UntagResources without tag keys do?",
      assumed: REFUSED,
      calls: 2,
      tags: "key",
      ask: async ({ id, settle }) => {
        const found = await untagBatch([id("key")], []);
        if (found !== "accepted") return found;
        await settle();
        return (await tagKeysOf(kms, id("key"))).includes(MARK)
          ? "accepted, nothing changed"
          : "accepted, all tags removed";
      },
    },
    {
      id: "duplicate-tag-keys",
      question: "Is a TagResources with a tag key twice refused?",
      assumed: REFUSED,
      calls: 1,
      tags: "key",
      ask: ({ id }) =>
        tagBatch(
          [id("key")],
          [
            ["team", "a"],
            ["team", "b"],
          ],
        ),
    },
    {
      id: "tag-key-case",
      question: "Are Team and team two tag keys?",
      assumed: ["two"],
      calls: 3,
      tags: "key",
      ask: async ({ id, settle }) => {
        await tagOne(id("key"), [["Team", "a"]]);
        await tagOne(id("key"), [["team", "b"]]);
        await settle();
        const keys = (await tagKeysOf(kms, id("key"))).filter((key) => key.toLowerCase() === "team");
        return keys.length === 2 ? "two" : "one";
      },
    },
    {
      id: "batch-in-pending-deletion",
      question: "Is TagResources refused for a key whose deletion is scheduled?",
      assumed: ["Rejected.PendingDeletion"],
      calls: 1,
      ask: ({ id }) => tagBatch([id("doomed")], [["team", "a"]]),
    },
    {
      id: "several-tag-filters",
      question: "Must all tag filters of ListTagResources match?",
      assumed: ["all"],
      calls: 2,
      tags: "key",
      ask: async ({ id, settle }) => {
        await tagBatch([id("key")], [["team", "a"]]);
        await settle();
        const Tag = [{ Key: "team", Value: "a" }, { Key: "absent" }];
        const found = await kms.call("ListTagResources", { ...batch([id("key")]), Tag });
        return listOf(fieldOf(found, "TagResources"), "TagResource").length === 0 ? "all" : "any";
      },
    },
    protectionProbe(kms, answer),
  ];
}

const atomicitySetting = (found: string) =>
  found === "changed" || found === "nothing changed" ? { refusedBatchIsUnchanged: found !== "changed" } : undefined;

/** Whether a batch that is refused for its second resource has changed its first one. */
function atomicityProbes(
  kms: AlibabaClient,
  tagBatch: TagBatch,
  untagBatch: (ids: readonly string[], keys: readonly string[]) => Promise<string>,
): readonly Probe[] {
  const assumed = ["nothing changed"];
  return [
    {
      id: "refused-tag-batch",
      question: "Has a TagResources that is refused for one resource changed the others?",
      assumed,
      calls: 2,
      tags: "key",
      setting: atomicitySetting,
      ask: async ({ id, settle }) => {
        const found = await tagBatch([id("key"), UNKNOWN_ID], [["team", "a"]]);
        await settle();
        const changed = (await tagKeysOf(kms, id("key"))).includes("team");
        if (found === "accepted") return changed ? "accepted, changed" : "accepted, nothing changed";
        return changed ? "changed" : "nothing changed";
      },
    },
    {
      id: "refused-untag-batch",
      question: "Has an UntagResources that is refused for one resource changed the others?",
      assumed,
      calls: 3,
      tags: "second",
      setting: atomicitySetting,
      ask: async ({ id, settle }) => {
        await tagBatch([id("second")], [["team", "a"]]);
        const found = await untagBatch([id("second"), UNKNOWN_ID], ["team"]);
        await settle();
        const changed = !(await tagKeysOf(kms, id("second"))).includes("team");
        if (found === "accepted") return changed ? "accepted, changed" : "accepted, nothing changed";
        return changed ? "changed" : "nothing changed";
      },
    },
  ];
}

function protectionProbe(
  kms: AlibabaClient,
  answer: (action: string, parameters: Readonly<Record<string, unknown>>) => Promise<string>,
): Probe {
  return {
    id: "deletion-protection-and-material",
    question: "Does deletion protection also keep key material from being deleted?",
    assumed: ["accepted"],
    calls: 4,
    ask: async ({ id }) => {
      const metadata = fieldOf(await kms.call("DescribeKey", { KeyId: id("external") }), "KeyMetadata");
      const ProtectedResourceArn = fieldOf(metadata, "Arn");
      await kms.call("SetDeletionProtection", { ProtectedResourceArn, EnableDeletionProtection: true });
      try {
        return await answer("DeleteKeyMaterial", { KeyId: id("external") });
      } finally {
        await kms.call("SetDeletionProtection", { ProtectedResourceArn, EnableDeletionProtection: false });
      }
    },
  };
}
