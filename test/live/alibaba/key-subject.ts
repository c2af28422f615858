import { adapter } from "@crosstag/alibaba";
import type { DriverSettings, ResourceState } from "@crosstag/core/driver";
import { fieldOf, listOf } from "../answer-fields.ts";
import { CallPace } from "../conformance/call-pace.ts";
import { KeyMaterials, WRAPPING } from "../conformance/key-materials.ts";
import type { LiveSubject } from "../conformance/live-harness.ts";
import { NotOnLiveCloud } from "../conformance/run-conformance.ts";
import { descriptionOf, MARK } from "../live-cloud.ts";
import type { LiveSuitePlace } from "../live-cloud.ts";
import type { Sleep } from "../retry-throttled.ts";
import { shortIdOf } from "../short-id-of.ts";
import type { AlibabaClient } from "./open-client.ts";

const STATES: Readonly<Record<string, ResourceState>> = {
  Enabled: "enabled",
  Disabled: "disabled",
  PendingDeletion: "pending-deletion",
  PendingImport: "pending-import",
};

/** Where a suite runs. */
export interface AlibabaPlace extends LiveSuitePlace {
  readonly endpoint?: string;
}

/** The settings of the driver under test. */
export function settingsOf(region: string, { account, endpoint, assumptions }: AlibabaPlace): DriverSettings {
  return { region, account, assumptions, ...(endpoint !== undefined && { endpoint }) };
}

/** Keys of Alibaba Cloud KMS. `kms` sets the scene. */
export async function keySubject(kms: AlibabaClient, place: AlibabaPlace, wait?: Sleep): Promise<LiveSubject> {
  const { region } = kms;
  const { account, run, created } = place;
  const openDriver = () => adapter.createDriver(settingsOf(region, place));
  const profile = await openDriver();
  const pace = CallPace.documented(profile.quotas, { createKey: 10 }, wait);
  const call = async (action: string, parameters: Readonly<Record<string, unknown>>) => {
    await pace.turn(action === "CreateKey" ? "createKey" : /^(?:Describe|List)/.test(action) ? "query" : "modify");
    return kms.call(action, parameters);
  };
  const materials = new KeyMaterials();
  const stateOf = async (arn: string) =>
    String(fieldOf(fieldOf(await call("DescribeKey", { KeyId: shortIdOf(arn) }), "KeyMetadata"), "KeyState"));
  const batch = (arn: string) => ({ RegionId: region, ResourceType: "key", ResourceId: [shortIdOf(arn)] });
  return {
    kind: "key",
    title: "keys of Alibaba Cloud KMS",
    profile,
    pace,
    hasExternal: true,
    operations: {
      writeTags: ["TagResources", "TagResource"],
      removeTags: ["UntagResources", "UntagResource"],
      readTags: ["ListTagResources", "ListResourceTags"],
      describeResource: ["DescribeKey"],
      listResources: ["ListKeys"],
      listAliases: ["ListAliases"],
      deleteKeyMaterial: ["DeleteKeyMaterial"],
    },
    skipped: { "finding resources": "the account can have other keys" },
    openDriver,
    create: async (external) => {
      const answer = await call("CreateKey", {
        Description: descriptionOf(run),
        Tags: JSON.stringify([{ TagKey: MARK, TagValue: run }]),
        ...(external && { Origin: "EXTERNAL" }),
      });
      const metadata = fieldOf(answer, "KeyMetadata");
      created(String(fieldOf(metadata, "KeyId")));
      return String(fieldOf(metadata, "Arn"));
    },
    tagsOf: async (arn) => {
      const rows = listOf(fieldOf(await call("ListResourceTags", { KeyId: shortIdOf(arn) }), "Tags"), "Tag");
      return Object.fromEntries(rows.map((row) => [String(fieldOf(row, "TagKey")), String(fieldOf(row, "TagValue"))]));
    },
    tag: (arn, tags) =>
      call("TagResources", { ...batch(arn), Tag: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }),
    untag: (arn, keys) => call("UntagResources", { ...batch(arn), TagKey: [...keys] }),
    restore: async (arn, external) => {
      let state = await stateOf(arn);
      if (state === "PendingDeletion") {
        await call("CancelKeyDeletion", { KeyId: shortIdOf(arn) });
        state = await stateOf(arn);
      }
      if (external && state === "PendingImport") await importMaterial(call, shortIdOf(arn), materials);
      if (state === "Disabled") await call("EnableKey", { KeyId: shortIdOf(arn) });
    },
    scene: {
      unknownReference: () => `acs:kms:${region}:${account}:key/key-00000000000000000000`,
      createAlias: () => {
        throw new NotOnLiveCloud("a live test makes no aliases here");
      },
      scheduleDeletion: async (arn) => {
        await call("ScheduleKeyDeletion", { KeyId: shortIdOf(arn), PendingWindowInDays: 7 });
      },
      disable: async (arn) => {
        await call("DisableKey", { KeyId: shortIdOf(arn) });
      },
    },
    truth: {
      stateOf: async (arn) => STATES[await stateOf(arn)] ?? "other",
      hasMaterial: async (arn) => (await stateOf(arn)) !== "PendingImport",
    },
  };
}

async function importMaterial(call: AlibabaClient["call"], KeyId: string, materials: KeyMaterials): Promise<void> {
  const wrapping = { WrappingAlgorithm: WRAPPING.algorithm, WrappingKeySpec: WRAPPING.spec };
  const given = await call("GetParametersForImport", { KeyId, ...wrapping });
  const publicKey = Buffer.from(String(fieldOf(given, "PublicKey")), "base64");
  await call("ImportKeyMaterial", {
    KeyId,
    ImportToken: fieldOf(given, "ImportToken"),
    EncryptedKeyMaterial: materials.wrapped(KeyId, publicKey).toString("base64"),
    KeyMaterialExpireUnix: 0,
  });
}
