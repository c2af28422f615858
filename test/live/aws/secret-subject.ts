import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  RestoreSecretCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-secrets-manager";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { adapter } from "@crosstag/aws";
import { CallPace } from "../conformance/call-pace.ts";
import type { LiveSubject } from "../conformance/live-harness.ts";
import { NotOnLiveCloud } from "../conformance/run-conformance.ts";
import { descriptionOf, MARK } from "../live-cloud.ts";
import type { Sleep } from "../retry-throttled.ts";
import { settingsOf } from "./key-subject.ts";
import type { AwsPlace } from "./key-subject.ts";

/**
 * Which quota the calls of the scene spend.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html (verified 2026-11-29)
 */
const QUOTAS: Readonly<Record<string, string>> = {
  TagResource: "secretsmanager.TagResource",
  UntagResource: "secretsmanager.TagResource",
  CreateSecret: "CreateSecret",
  DeleteSecret: "DeleteSecret",
  RestoreSecret: "RestoreSecret",
};
const RATES = { CreateSecret: 50, DeleteSecret: 50, RestoreSecret: 50 };

/** Secrets of AWS Secrets Manager. `secrets` sets the scene. */
export async function secretSubject(
  secrets: SecretsManagerClient,
  place: AwsPlace,
  wait?: Sleep,
): Promise<LiveSubject> {
  const { account, region, run, created } = place;
  const service = adapter.services?.find(({ name }) => name === "secretsmanager");
  if (service === undefined) throw new TypeError("The adapter has no secrets.");
  const openDriver = () => service.createDriver(settingsOf(place));
  const profile = await openDriver();
  const pace = CallPace.documented(profile.quotas, RATES, wait);
  secrets.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (args) => {
        await pace.turn(QUOTAS[commandName.replace(/Command$/, "")] ?? "");
        return next(args);
      },
    { step: "finalizeRequest", priority: "low", name: "pace", override: true },
  );
  let made = 0;
  const describe = (id: string) => secrets.send(new DescribeSecretCommand({ SecretId: id }));
  return {
    kind: "secret",
    title: "secrets of AWS Secrets Manager",
    profile,
    pace,
    hasExternal: false,
    operations: {
      writeTags: ["TagResource"],
      removeTags: ["UntagResource"],
      readTags: ["DescribeSecret"],
      describeResource: ["DescribeSecret"],
      listResources: ["ListSecrets"],
      listAliases: ["ListSecrets"],
      readAccessPolicy: ["GetResourcePolicy"],
    },
    skipped: {
      "finding resources": "the account can have other secrets",
      "access policies": "a policy can lock the account out of its secret",
    },
    openDriver,
    create: async () => {
      made += 1;
      const { ARN: id } = await secrets.send(
        new CreateSecretCommand({
          Name: `crosstag-live/${run}/suite-${made}`,
          Description: descriptionOf(run),
          SecretString: "worthless",
          Tags: [{ Key: MARK, Value: run }],
        }),
      );
      if (id === undefined) throw new TypeError("CreateSecret answered without an ARN.");
      created(id);
      return id;
    },
    tagsOf: async (id) =>
      Object.fromEntries(((await describe(id)).Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
    tag: (id, tags) =>
      secrets.send(
        new TagResourceCommand({ SecretId: id, Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }),
      ),
    untag: (id, keys) => secrets.send(new UntagResourceCommand({ SecretId: id, TagKeys: [...keys] })),
    restore: async (id) => {
      if ((await describe(id)).DeletedDate !== undefined)
        await secrets.send(new RestoreSecretCommand({ SecretId: id }));
    },
    scene: {
      unknownReference: () => `arn:aws:secretsmanager:${region}:${account}:secret:crosstag-live/${run}/none-AbCdEf`,
      createAlias: (id) => `secret/${id.replace(/^.*:secret:/, "").slice(0, -7)}`,
      setAccessPolicy: () => {
        throw new NotOnLiveCloud("a policy can lock the account out of its secret");
      },
      scheduleDeletion: async (id) => {
        await secrets.send(new DeleteSecretCommand({ SecretId: id, RecoveryWindowInDays: 7 }));
      },
      disable: () => {
        throw new TypeError("Secrets cannot be disabled.");
      },
    },
    truth: {
      stateOf: async (id) => ((await describe(id)).DeletedDate === undefined ? "enabled" : "pending-deletion"),
      hasMaterial: () => false,
    },
  };
}
