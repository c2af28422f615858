import { answerOf } from "../answer-of.ts";
import type { Probe } from "../live-cloud.ts";
import { errorCode } from "./error-code.ts";
import type { AlibabaClient } from "./open-client.ts";
import { secretTagKeysOf } from "./secret-tags-of.ts";
import { tagLimitProbe } from "./tag-limit-probe.ts";
import type { Tags } from "./tag-limit-probe.ts";

/** What is open about tags of the secrets of Alibaba Cloud KMS. Pages on states and limits speak of keys. */
export function secretProbes(kms: AlibabaClient): readonly Probe[] {
  const answer = (action: string, parameters: Readonly<Record<string, unknown>>) =>
    answerOf(kms.call(action, parameters), errorCode);
  const batch = (ids: readonly string[]) => ({ RegionId: kms.region, ResourceType: "secret", ResourceId: ids });
  const tagBatch = (ids: readonly string[], tags: Tags) =>
    answer("TagResources", { ...batch(ids), Tag: tags.map(([Key, Value]) => ({ Key, Value })) });
  const untagBatch = (ids: readonly string[], keys: readonly string[]) =>
    answer("UntagResources", { ...batch(ids), TagKey: keys });
  return [
    {
      id: "secret-batch-operations",
      question: "Can the batch operations be called for secrets, and do secrets have the tags afterwards?",
      assumed: ["accepted"],
      calls: 2,
      tags: "secret",
      ask: async ({ id, settle }) => {
        const found = await tagBatch([id("secret")], [["team", "a"]]);
        if (/^(NoPermission|Forbidden)/.test(found)) return "denied";
        if (found !== "accepted") return found;
        await settle();
        return (await secretTagKeysOf(kms, id("secret"))).includes("team") ? found : "accepted, nothing changed";
      },
      setting: (found) =>
        found === "accepted" || found === "denied"
          ? { tagOperations: found === "denied" ? "single" : "batch" }
          : undefined,
    },
    tagLimitProbe("secret", tagBatch),
    {
      id: "secret-empty-value-in-batch",
      question: "Does TagResources accept an empty value for a secret?",
      assumed: ["accepted"],
      calls: 1,
      tags: "secret",
      ask: ({ id }) => tagBatch([id("secret")], [["team", ""]]),
      setting: (found) =>
        /^(accepted$|Invalid|Missing)/.test(found) ? { emptyValues: found === "accepted" } : undefined,
    },
    {
      id: "secret-untag-absent-key",
      question: "Does UntagResource accept a tag key that the secret does not have?",
      assumed: ["accepted"],
      calls: 1,
      ask: ({ id }) => answer("UntagResource", { SecretName: id("secret"), TagKeys: JSON.stringify(["absent"]) }),
    },
    {
      id: "secret-untag-absent-keys-in-batch",
      question: "Does UntagResources accept tag keys of which the secret has none?",
      assumed: ["accepted"],
      calls: 1,
      ask: ({ id }) => untagBatch([id("secret")], ["absent"]),
    },
    {
      id: "secret-in-delete-window",
      question: "What does TagResources answer for a secret whose deletion is planned?",
      // Crosstag sends the call and reports either.
      assumed: ["accepted", "Rejected.ResourceInDeleteWindow", "Rejected.PendingDeletion"],
      calls: 1,
      ask: ({ id }) => tagBatch([id("doomed-secret")], [["team", "a"]]),
    },
  ];
}
