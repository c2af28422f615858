import { fieldOf, listOf } from "../answer-fields.ts";
import { descriptionOf, isNameOfLiveTest, isOfLiveTest, MARK, nameFor } from "../live-cloud.ts";
import { secretRoles, type LivePart } from "../live-part.ts";
import type { AlibabaClient } from "./open-client.ts";
import { secretProbes } from "./secret-probes.ts";
import { secretTagKeysOf } from "./secret-tags-of.ts";

/** The shortest window of a deletion, in days. Deletion without one cannot be taken back, so it is not used. */
const SHORTEST_DAYS = 7;

/** The largest page of ListSecrets. */
const PAGE = 100;

/** The parameters of CreateSecret. The value is worthless. */
export function newSecret(SecretName: string, run: string): Readonly<Record<string, unknown>> {
  return {
    SecretName,
    VersionId: "v1",
    SecretData: "worthless",
    Description: descriptionOf(run),
    Tags: JSON.stringify([{ TagKey: MARK, TagValue: run }]),
  };
}

/** Secrets of Alibaba Cloud KMS. */
export function secretPart(kms: AlibabaClient): LivePart {
  const remove = (SecretName: string) =>
    kms.call("DeleteSecret", { SecretName, RecoveryWindowInDays: String(SHORTEST_DAYS) });
  return {
    kind: "secret",
    roles: secretRoles({ create: 1, remove: 1 }),
    probes: secretProbes(kms),
    restoreCalls: 3,
    removeCalls: 2,
    owns: isNameOfLiveTest,
    create: async (role, run, created) => {
      const name = nameFor(run, role);
      await kms.call("CreateSecret", newSecret(name, run));
      created(name);
      if (role === "doomed-secret") await remove(name);
    },
    restore: async (SecretName, run) => {
      const keys = (await secretTagKeysOf(kms, SecretName)).filter((key) => key !== MARK);
      // The list must not be empty: KMS would take that for all tags if `All` were set.
      if (keys.length > 0) await kms.call("UntagResource", { SecretName, TagKeys: JSON.stringify(keys) });
      await kms.call("TagResource", { SecretName, Tags: JSON.stringify([{ TagKey: MARK, TagValue: run }]) });
    },
    remove: async (SecretName, listed) => {
      const secret = await kms.call("DescribeSecret", { SecretName, FetchTags: true });
      const tagged = listOf(fieldOf(secret, "Tags"), "Tag").some((row) => fieldOf(row, "TagKey") === MARK);
      if (!listed && !(tagged && isOfLiveTest(fieldOf(secret, "Description")))) return "not created by a live test";
      const planned = fieldOf(secret, "PlannedDeleteTime");
      if (typeof planned === "string" && planned !== "") return "already removed";
      await remove(SecretName);
      return "removed";
    },
    findMarked: async () => {
      const marked: string[] = [];
      for (let page = 1, more = true; more; page += 1) {
        const answer = await kms.call("ListSecrets", { PageNumber: page, PageSize: PAGE });
        const secrets = listOf(fieldOf(answer, "SecretList"), "Secret");
        for (const secret of secrets) {
          const name = fieldOf(secret, "SecretName");
          // ListSecrets returns no descriptions.
          if (typeof name !== "string" || !isNameOfLiveTest(name)) continue;
          if (isOfLiveTest(fieldOf(await kms.call("DescribeSecret", { SecretName: name }), "Description")))
            marked.push(name);
        }
        more = secrets.length === PAGE;
      }
      return marked;
    },
  };
}
