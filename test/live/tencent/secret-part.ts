import { fieldOf, listOf } from "../answer-fields.ts";
import { descriptionOf, isNameOfLiveTest, isOfLiveTest, MARK, nameFor } from "../live-cloud.ts";
import { secretRoles, type LivePart } from "../live-part.ts";
import type { TencentClient } from "./open-client.ts";
import { secretProbes } from "./secret-probes.ts";
import { secretType, TagsOfAccount } from "./tags-of-account.ts";

/** The shortest waiting period of a deletion that can be taken back, in days. */
const SHORTEST_DAYS = 1;

/** The largest page of ListSecrets. */
const PAGE = 100;

/** The parameters of CreateSecret. The value is worthless. */
export function newSecret(SecretName: string, run: string): Readonly<Record<string, unknown>> {
  return {
    SecretName,
    VersionId: "v1",
    SecretString: "worthless",
    Description: descriptionOf(run),
    Tags: [{ TagKey: MARK, TagValue: run }],
  };
}

/** Secrets of Tencent Cloud Secrets Manager. */
export function secretPart(client: TencentClient): LivePart {
  const tags = new TagsOfAccount(client, secretType(client));
  const schedule = async (SecretName: string, status: unknown) => {
    // Documented: only a disabled secret can be deleted.
    if (status !== "Disabled") await client.call("ssm", "DisableSecret", { SecretName });
    await client.call("ssm", "DeleteSecret", { SecretName, RecoveryWindowInDays: SHORTEST_DAYS });
  };
  return {
    kind: "secret",
    roles: secretRoles({ create: 2, remove: 2 }),
    probes: secretProbes(tags),
    restoreCalls: 6,
    removeCalls: 5,
    owns: isNameOfLiveTest,
    create: async (role, run, created) => {
      const name = nameFor(run, role);
      await client.call("ssm", "CreateSecret", newSecret(name, run));
      created(name);
      await tags.namesOf(name);
      if (role === "doomed-secret") await schedule(name, "Enabled");
    },
    restore: async (name, run) => {
      const keys = (await tags.read(name)).filter((key) => key !== MARK);
      if (keys.length > 0) await tags.untag(name, keys);
      await tags.tag(name, MARK, run);
      await tags.deleteSent();
    },
    remove: async (SecretName, listed) => {
      const secret = await client.call("ssm", "DescribeSecret", { SecretName });
      if (!listed && !(isOfLiveTest(fieldOf(secret, "Description")) && (await tags.read(SecretName)).includes(MARK)))
        return "not created by a live test";
      const status = fieldOf(secret, "Status");
      if (status === "PendingDelete") return "already removed";
      await schedule(SecretName, status);
      return "removed";
    },
    findMarked: async () => {
      const marked: string[] = [];
      for (let offset = 0, more = true; more; offset += PAGE) {
        const page = await client.call("ssm", "ListSecrets", { Offset: offset, Limit: PAGE });
        const secrets = listOf(page, "SecretMetadatas");
        for (const secret of secrets)
          if (isOfLiveTest(fieldOf(secret, "Description"))) marked.push(String(fieldOf(secret, "SecretName")));
        more = secrets.length === PAGE;
      }
      return marked;
    },
  };
}
