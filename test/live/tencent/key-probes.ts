import { answerOf } from "../answer-of.ts";
import { nameFor } from "../live-cloud.ts";
import type { Probe, Stage } from "../live-cloud.ts";
import { errorCode } from "./error-code.ts";
import type { TencentClient } from "./open-client.ts";
import type { TagsOfAccount } from "./tags-of-account.ts";

/** A tag key of the run's own: tags are shared by the whole account. */
export function ownKey({ run }: Pick<Stage, "run">, name: string): string {
  return nameFor(run, name);
}

const ABSENT = /NotFound/;

/** What is open about tags and key material of Tencent Cloud. */
export function keyProbes(client: TencentClient, tags: TagsOfAccount): readonly Probe[] {
  const answer = (service: "kms" | "tag", action: string, parameters: Readonly<Record<string, unknown>>) =>
    answerOf(client.call(service, action, parameters), errorCode);
  const create = (TagKey: string, TagValue: string) => {
    tags.note(TagKey, TagValue);
    return client.call("tag", "CreateTag", { TagKey, TagValue });
  };
  return [
    absentKeyProbe(tags, answer),
    {
      id: "attach-operations",
      question: "Can AttachResourcesTag be called with these permissions?",
      assumed: ["accepted"],
      calls: 2,
      tags: "key",
      ask: async (stage) => {
        const TagKey = ownKey(stage, "team");
        await create(TagKey, "a");
        const found = await answer("tag", "AttachResourcesTag", {
          ...(await tags.byIds([stage.id("key")])),
          TagKey,
          TagValue: "a",
        });
        return /^(UnauthorizedOperation|AuthFailure)/.test(found) ? "denied" : found;
      },
      setting: (found) =>
        found === "accepted" || found === "denied" ? { attachOperations: found === "accepted" } : undefined,
    },
    {
      id: "attach-unknown-tag",
      question: "Is AttachResourcesTag refused for a tag that the account does not have?",
      assumed: ["ResourceNotFound.TagNonExist"],
      calls: 1,
      tags: "key",
      ask: async (stage) => {
        const TagKey = ownKey(stage, "unknown");
        tags.note(TagKey, "a");
        return answer("tag", "AttachResourcesTag", {
          ...(await tags.byIds([stage.id("key")])),
          TagKey,
          TagValue: "a",
        });
      },
    },
    {
      id: "attach-over-another-value",
      question: "Is AttachResourcesTag refused for a key that has the tag key with another value?",
      assumed: ["ResourceInUse.TagKeyAttached"],
      calls: 3,
      tags: "key",
      ask: async (stage) => {
        const TagKey = ownKey(stage, "team");
        await tags.tag(stage.id("key"), TagKey, "a");
        await create(TagKey, "b");
        return answer("tag", "AttachResourcesTag", {
          ...(await tags.byIds([stage.id("key")])),
          TagKey,
          TagValue: "b",
        });
      },
    },
    {
      id: "refused-attach-batch",
      question: "Has an AttachResourcesTag that is refused for one resource changed the others?",
      assumed: ["nothing changed"],
      calls: 3,
      tags: "key",
      ask: async (stage) => {
        const id = stage.id("key");
        const TagKey = ownKey(stage, "team");
        await create(TagKey, "a");
        const { resourceId } = await tags.namesOf(id);
        const unknown = resourceId.replace(/[^-]*$/, "000000000000");
        const found = await answer("tag", "AttachResourcesTag", {
          ...(await tags.byIds([id], [unknown])),
          TagKey,
          TagValue: "a",
        });
        await stage.settle();
        const changed = (await tags.read(id)).includes(TagKey) ? "changed" : "nothing changed";
        return found === "accepted" ? `accepted, ${changed}` : changed;
      },
      setting: (found) =>
        found === "changed" || found === "nothing changed"
          ? { refusedBatchIsUnchanged: found !== "changed" }
          : undefined,
    },
    {
      id: "tag-rows-per-page",
      question: "How many rows can a page of DescribeResourceTagsByResourceIds have, of 100, 50 and 15?",
      assumed: ["100"],
      calls: 3,
      ask: async ({ id }) => {
        let found = "";
        for (const Limit of [100, 50, 15]) {
          found = await answer("tag", "DescribeResourceTagsByResourceIds", {
            ...(await tags.byIds([id("key")])),
            Limit,
          });
          if (found === "accepted") return String(Limit);
        }
        return found;
      },
      setting: (found) => (/^\d+$/.test(found) ? { tagRowsPerPage: Number(found) } : undefined),
    },
    ...valueProbes(tags),
    {
      id: "delete-absent-material",
      question: "Is DeleteImportedKeyMaterial refused for a key without key material?",
      assumed: ["ResourceUnavailable.CmkStateNotSupport"],
      calls: 1,
      ask: ({ id }) => answer("kms", "DeleteImportedKeyMaterial", { KeyId: id("external") }),
    },
  ];
}

/** The three operations that remove tags. The adapter has one assumption for all, so one refusal is enough. */
function absentKeyProbe(
  tags: TagsOfAccount,
  answer: (service: "tag", action: string, parameters: Readonly<Record<string, unknown>>) => Promise<string>,
): Probe {
  return {
    id: "untag-absent-key",
    question: "Is the removal of a tag key that the key does not have refused by one of the operations?",
    assumed: ["refused"],
    calls: 3,
    ask: async (stage) => {
      const id = stage.id("key");
      const TagKey = ownKey(stage, "absent");
      const { name } = await tags.namesOf(id);
      const found = [
        await tags.untag(id, [TagKey]),
        await answer("tag", "DetachResourcesTag", { ...(await tags.byIds([id])), TagKey }),
        await answer("tag", "ModifyResourceTags", { Resource: name, DeleteTags: [{ TagKey }] }),
      ];
      const other = found.find((code) => code !== "accepted" && !ABSENT.test(code));
      if (other !== undefined) return other;
      return found.every((code) => code === "accepted") ? "ignored" : "refused";
    },
    setting: (found) => (found === "ignored" || found === "refused" ? { absentTagKeys: found } : undefined),
  };
}

function valueProbes(tags: TagsOfAccount): readonly Probe[] {
  return [
    {
      id: "empty-value",
      question: "Is an empty value refused?",
      assumed: ["InvalidParameterValue.TagValueEmpty"],
      calls: 1,
      tags: "key",
      ask: (stage) => tags.tag(stage.id("key"), ownKey(stage, "empty"), ""),
    },
    {
      id: "value-length-unit",
      question: "Can a value have 255 characters of two UTF-16 units each?",
      assumed: ["accepted"],
      calls: 1,
      tags: "key",
      ask: (stage) => tags.tag(stage.id("key"), ownKey(stage, "long"), "\u{20000}".repeat(255)),
    },
    {
      id: "tag-in-pending-deletion",
      question: "Is TagResources accepted for a key whose deletion is scheduled?",
      assumed: ["accepted"],
      calls: 1,
      tags: "doomed",
      ask: (stage) => tags.tag(stage.id("doomed"), ownKey(stage, "team"), "a"),
    },
  ];
}
