import {
  CreateAliasCommand,
  DeleteAliasCommand,
  DeleteImportedKeyMaterialCommand,
  GetKeyLastUsageCommand,
  ListKeyRotationsCommand,
  ListResourceTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-kms";
import type { KMSClient } from "@aws-sdk/client-kms";
import { answerOf } from "../answer-of.ts";
import type { Probe } from "../live-cloud.ts";
import { errorCode } from "./error-code.ts";
import { tagValueQuestions } from "./tag-value-questions.ts";

type Tags = Readonly<Record<string, string>>;

const answer = (attempt: Promise<unknown>) => answerOf(attempt, errorCode);

/** What is open about tags and key material of AWS KMS. */
export function keyProbes(kms: KMSClient): readonly Probe[] {
  const tag = (id: string, tags: Tags) =>
    kms.send(
      new TagResourceCommand({
        KeyId: id,
        Tags: Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
      }),
    );
  const untag = (id: string, keys: readonly string[]) =>
    kms.send(new UntagResourceCommand({ KeyId: id, TagKeys: [...keys] }));
  const read = async (id: string) =>
    ((await kms.send(new ListResourceTagsCommand({ KeyId: id }))).Tags ?? []).map(({ TagKey = "" }) => TagKey);
  return [
    ...tagValueQuestions("key", (id, tags) => answer(tag(id, tags))),
    ...limitProbes(tag),
    {
      id: "key-empty-tags",
      question: "Is a TagResource without tags refused?",
      assumed: ["TagException", "ValidationException"],
      calls: 1,
      ask: ({ id }) => answer(tag(id("key"), {})),
    },
    {
      id: "key-empty-tag-keys",
      question: "Is an UntagResource without tag keys refused?",
      assumed: ["TagException", "ValidationException"],
      calls: 1,
      tags: "key",
      ask: ({ id }) => answer(untag(id("key"), [])),
    },
    {
      id: "key-untag-absent-key",
      question: "Does UntagResource accept a tag key that the key does not have?",
      assumed: ["accepted"],
      calls: 1,
      ask: ({ id }) => answer(untag(id("key"), ["absent"])),
    },
    {
      id: "key-untag-reserved-key",
      question: "Is an UntagResource of a tag key that begins with aws: refused?",
      assumed: ["TagException"],
      calls: 1,
      ask: ({ id }) => answer(untag(id("key"), ["aws:absent"])),
    },
    {
      id: "key-refused-write-changes-nothing",
      question: "Has a TagResource that is refused for one of its tags changed the others?",
      assumed: ["nothing changed"],
      calls: 2,
      tags: "key",
      ask: async ({ id, settle }) => {
        const refusal = await answer(tag(id("key"), { first: "1", "aws:second": "2" }));
        if (refusal === "accepted") return refusal;
        await settle();
        return (await read(id("key"))).includes("first") ? "changed" : "nothing changed";
      },
    },
    {
      id: "key-tag-order",
      question: "Does ListResourceTags return tags in the order of their keys?",
      assumed: ["by key"],
      calls: 3,
      tags: "key",
      ask: async ({ id, settle }) => {
        await tag(id("key"), { zebra: "1", middle: "2" });
        await tag(id("key"), { apple: "3" });
        await settle();
        const keys = await read(id("key"));
        return keys.join() === keys.toSorted().join() ? "by key" : "another order";
      },
    },
    {
      id: "key-alias-in-tag-resource",
      question: "Is an alias refused by TagResource?",
      assumed: ["InvalidArnException", "NotFoundException"],
      calls: 3,
      tags: "key",
      ask: async ({ id, run }) => {
        const AliasName = `alias/crosstag-live-${run}`;
        await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: id("key") }));
        try {
          return await answer(tag(AliasName, { team: "a" }));
        } finally {
          await kms.send(new DeleteAliasCommand({ AliasName }));
        }
      },
    },
    {
      id: "key-tag-in-pending-deletion",
      question: "Is TagResource refused for a key whose deletion is scheduled?",
      assumed: ["KMSInvalidStateException"],
      calls: 1,
      ask: ({ id }) => answer(tag(id("doomed"), { team: "a" })),
    },
    ...materialProbes(kms),
  ];
}

/** What happens at 50 tags. The mark is one of them. */
function limitProbes(tag: (id: string, tags: Tags) => Promise<unknown>): readonly Probe[] {
  const fill = (id: string) => tag(id, Object.fromEntries(Array.from({ length: 49 }, (_, index) => [`k${index}`, ""])));
  return [
    {
      id: "key-more-than-50-tags",
      question: "Which error has a TagResource that would leave a key with 51 tags?",
      assumed: ["TagException", "LimitExceededException"],
      calls: 2,
      tags: "key",
      ask: async ({ id }) => {
        await fill(id("key"));
        return answer(tag(id("key"), { another: "" }));
      },
    },
    {
      id: "key-overwrite-at-50-tags",
      question: "Can a tag of a key with 50 tags be overwritten?",
      assumed: ["accepted"],
      calls: 2,
      tags: "key",
      ask: async ({ id }) => {
        await fill(id("key"));
        return answer(tag(id("key"), { k0: "changed" }));
      },
    },
  ];
}

function materialProbes(kms: KMSClient): readonly Probe[] {
  const remove = (id: string, KeyMaterialId?: string) =>
    kms.send(
      new DeleteImportedKeyMaterialCommand({ KeyId: id, ...(KeyMaterialId !== undefined && { KeyMaterialId }) }),
    );
  return [
    {
      id: "key-delete-absent-material",
      question: "Does DeleteImportedKeyMaterial accept a key without key material?",
      assumed: ["accepted"],
      calls: 1,
      ask: ({ id }) => answer(remove(id("external"))),
    },
    {
      id: "key-delete-unknown-material",
      question: "Is DeleteImportedKeyMaterial refused for the id of a material that the key does not have?",
      assumed: ["NotFoundException", "UnsupportedOperationException", "ValidationException"],
      calls: 1,
      ask: ({ id }) => answer(remove(id("external"), "0".repeat(64))),
    },
    {
      id: "key-rotations-in-pending-deletion",
      question: "Is ListKeyRotations refused for a key whose deletion is scheduled?",
      assumed: ["KMSInvalidStateException"],
      calls: 1,
      ask: ({ id }) => answer(kms.send(new ListKeyRotationsCommand({ KeyId: id("doomed") }))),
    },
    {
      id: "key-last-use-of-unused-key",
      question: "Does GetKeyLastUsage accept a key that has not been used?",
      assumed: ["accepted"],
      calls: 1,
      ask: ({ id }) => answer(kms.send(new GetKeyLastUsageCommand({ KeyId: id("key") }))),
    },
    {
      id: "key-request-id",
      question: "Do successful answers have a request id?",
      assumed: ["present"],
      calls: 1,
      ask: async ({ id }) => {
        const { $metadata } = await kms.send(new ListResourceTagsCommand({ KeyId: id("key") }));
        return $metadata.requestId === undefined ? "absent" : "present";
      },
    },
  ];
}
