import { adapter } from "@crosstag/alibaba";
import { CallPace } from "../conformance/call-pace.ts";
import type { LiveSubject } from "../conformance/live-harness.ts";
import { NotOnLiveCloud } from "../conformance/run-conformance.ts";
import { nameFor } from "../live-cloud.ts";
import type { Sleep } from "../retry-throttled.ts";
import { shortIdOf } from "../short-id-of.ts";
import { settingsOf } from "./key-subject.ts";
import type { AlibabaPlace } from "./key-subject.ts";
import type { AlibabaClient } from "./open-client.ts";
import { newSecret } from "./secret-part.ts";
import { secretTagsOf } from "./secret-tags-of.ts";

const onlyKeys = () => {
  throw new NotOnLiveCloud("only keys have this");
};

/** Which quota a call of the scene spends. */
const QUOTAS: Readonly<Record<string, string>> = {
  CreateSecret: "createSecret",
  TagResources: "modify",
  UntagResources: "modify",
};
/** https://www.alibabacloud.com/help/en/kms/support/performance-data (verified 2026-11-22) */
const RATES = { createSecret: 10, secrets: 40 };

/** Secrets of Alibaba Cloud KMS, which one driver serves with the keys. `kms` sets the scene. */
export async function secretSubject(kms: AlibabaClient, place: AlibabaPlace, wait?: Sleep): Promise<LiveSubject> {
  const { region } = kms;
  const { account, run, created } = place;
  const openDriver = () => adapter.createDriver(settingsOf(region, place));
  const profile = await openDriver();
  const pace = CallPace.documented(profile.quotas, RATES, wait);
  const call = async (action: string, parameters: Readonly<Record<string, unknown>>) => {
    await pace.turn(QUOTAS[action] ?? "secrets");
    return kms.call(action, parameters);
  };
  const paced: AlibabaClient = { ...kms, call };
  const nameOf = (name: string) => `acs:kms:${region}:${account}:secret/${name}`;
  const batch = (arn: string) => ({ RegionId: region, ResourceType: "secret", ResourceId: [shortIdOf(arn)] });
  const isDoomed = async (arn: string) => {
    const { PlannedDeleteTime } = await call("DescribeSecret", { SecretName: shortIdOf(arn) });
    return typeof PlannedDeleteTime === "string" && PlannedDeleteTime !== "";
  };
  let made = 0;
  return {
    kind: "secret",
    title: "secrets of Alibaba Cloud KMS",
    profile,
    pace,
    hasExternal: false,
    operations: {
      writeTags: ["TagResources", "TagResource"],
      removeTags: ["UntagResources", "UntagResource"],
      readTags: ["ListTagResources", "DescribeSecret"],
      describeResource: ["DescribeSecret"],
      listResources: ["ListSecrets"],
    },
    skipped: {
      "finding resources": "the account can have other secrets",
      "key material": "only keys have key material",
    },
    openDriver,
    create: async () => {
      made += 1;
      const name = nameFor(run, `suite-${made}`);
      await call("CreateSecret", newSecret(name, run));
      created(name);
      return nameOf(name);
    },
    tagsOf: (arn) => secretTagsOf(paced, shortIdOf(arn)),
    tag: (arn, tags) =>
      call("TagResources", { ...batch(arn), Tag: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }),
    untag: (arn, keys) => call("UntagResources", { ...batch(arn), TagKey: [...keys] }),
    restore: async (arn) => {
      if (await isDoomed(arn)) await call("RestoreSecret", { SecretName: shortIdOf(arn) });
    },
    scene: {
      unknownReference: () => nameOf(nameFor(run, "none")),
      createAlias: onlyKeys,
      scheduleDeletion: async (arn) => {
        await call("DeleteSecret", { SecretName: shortIdOf(arn), RecoveryWindowInDays: "7" });
      },
      disable: onlyKeys,
    },
    truth: {
      stateOf: async (arn) => ((await isDoomed(arn)) ? "pending-deletion" : "enabled"),
      hasMaterial: () => false,
    },
  };
}
