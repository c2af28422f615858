import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  ListSecretsCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-secrets-manager";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { descriptionOf, isOfLiveTest, MARK } from "../live-cloud.ts";
import { secretRoles, type LivePart } from "../live-part.ts";
import { secretProbes } from "./secret-probes.ts";

/** The shortest waiting period of a deletion, in days. Deletion without one cannot be taken back, so it is not used. */
const SHORTEST_DAYS = 7;

/** Secrets of AWS Secrets Manager. Their values are worthless. */
export function secretPart(secrets: SecretsManagerClient): LivePart {
  const remove = (id: string) =>
    secrets.send(new DeleteSecretCommand({ SecretId: id, RecoveryWindowInDays: SHORTEST_DAYS }));
  const describe = (id: string) => secrets.send(new DescribeSecretCommand({ SecretId: id }));
  return {
    kind: "secret",
    roles: secretRoles({ create: 1, remove: 1 }),
    probes: secretProbes(secrets),
    restoreCalls: 3,
    removeCalls: 2,
    owns: (id) => id.startsWith("arn:") && id.split(":")[2] === "secretsmanager",
    create: async (role, run, created) => {
      const { ARN: id } = await secrets.send(
        new CreateSecretCommand({
          Name: `crosstag-live/${run}/${role}`,
          Description: descriptionOf(run),
          SecretString: "worthless",
          Tags: [{ Key: MARK, Value: run }],
        }),
      );
      if (id === undefined) throw new TypeError("CreateSecret answered without an ARN.");
      created(id);
      if (role === "doomed-secret") await remove(id);
    },
    restore: async (id, run) => {
      const { Tags = [] } = await describe(id);
      const keys = Tags.flatMap(({ Key }) => (Key === undefined || Key === MARK ? [] : [Key]));
      if (keys.length > 0) await secrets.send(new UntagResourceCommand({ SecretId: id, TagKeys: keys }));
      await secrets.send(new TagResourceCommand({ SecretId: id, Tags: [{ Key: MARK, Value: run }] }));
    },
    remove: async (id, listed) => {
      const { DeletedDate, Description, Tags = [] } = await describe(id);
      const marked = isOfLiveTest(Description) && Tags.some(({ Key }) => Key === MARK);
      if (!listed && !marked) return "not created by a live test";
      if (DeletedDate !== undefined) return "already removed";
      await remove(id);
      return "removed";
    },
    findMarked: async () => {
      const marked: string[] = [];
      let NextToken: string | undefined;
      do {
        const page = await secrets.send(
          new ListSecretsCommand({ MaxResults: 100, ...(NextToken !== undefined && { NextToken }) }),
        );
        for (const { ARN = "", Description } of page.SecretList ?? []) if (isOfLiveTest(Description)) marked.push(ARN);
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return marked;
    },
  };
}
