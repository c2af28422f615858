import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  GetParametersForImportCommand,
  ImportKeyMaterialCommand,
  ListResourceTagsCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-kms";
import type { KMSClient } from "@aws-sdk/client-kms";
import { adapter } from "@crosstag/aws";
import type { DriverSettings, ResourceState } from "@crosstag/core/driver";
import { CallPace } from "../conformance/call-pace.ts";
import { KeyMaterials, WRAPPING } from "../conformance/key-materials.ts";
import type { LiveSubject } from "../conformance/live-harness.ts";
import { NotOnLiveCloud } from "../conformance/run-conformance.ts";
import { descriptionOf, MARK } from "../live-cloud.ts";
import type { LiveSuitePlace } from "../live-cloud.ts";
import type { Sleep } from "../retry-throttled.ts";
import { shortIdOf } from "../short-id-of.ts";

const STATES: Readonly<Record<string, ResourceState>> = {
  Enabled: "enabled",
  Disabled: "disabled",
  PendingDeletion: "pending-deletion",
  PendingImport: "pending-import",
};

/**
 * Calls per second that the scene makes beside those of the driver.
 * https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html (verified 2026-11-29)
 */
const RATES = {
  CreateKey: 5,
  CreateAlias: 5,
  DeleteAlias: 15,
  ScheduleKeyDeletion: 15,
  CancelKeyDeletion: 5,
  EnableKey: 5,
  DisableKey: 5,
  GetParametersForImport: 1,
  ImportKeyMaterial: 15,
};

/** Where a suite runs. */
export interface AwsPlace extends LiveSuitePlace {
  readonly region: string;
  readonly endpoint?: string;
}

/** The settings of the driver under test. */
export function settingsOf({ region, account, endpoint, assumptions }: AwsPlace): DriverSettings {
  return { region, account, assumptions, ...(endpoint !== undefined && { endpoint }) };
}

/** Keys of AWS KMS. `kms` sets the scene. */
export async function keySubject(kms: KMSClient, place: AwsPlace, wait?: Sleep): Promise<LiveSubject> {
  const { account, region, run, created } = place;
  const openDriver = () => adapter.createDriver(settingsOf(place));
  const profile = await openDriver();
  const pace = CallPace.documented(profile.quotas, RATES, wait);
  kms.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (args) => {
        await pace.turn(commandName.replace(/Command$/, ""));
        return next(args);
      },
    { step: "finalizeRequest", priority: "low", name: "pace", override: true },
  );
  const materials = new KeyMaterials();
  const stateOf = async (id: string) =>
    (await kms.send(new DescribeKeyCommand({ KeyId: id }))).KeyMetadata?.KeyState ?? "";
  const aliases: string[] = [];
  return {
    kind: "key",
    title: "keys of AWS KMS",
    profile,
    pace,
    hasExternal: true,
    operations: {
      writeTags: ["TagResource"],
      removeTags: ["UntagResource"],
      readTags: ["ListResourceTags"],
      describeResource: ["DescribeKey"],
      listResources: ["ListKeys"],
      listAliases: ["ListAliases"],
      readAccessPolicy: ["GetKeyPolicy"],
      listKeyMaterials: ["ListKeyRotations"],
      readLastUse: ["GetKeyLastUsage"],
      deleteKeyMaterial: ["DeleteImportedKeyMaterial"],
    },
    skipped: {
      "finding resources": "the account can have other keys",
      "access policies": "a policy can lock the account out of its key",
    },
    openDriver,
    create: async (external) => {
      const { KeyMetadata } = await kms.send(
        new CreateKeyCommand({
          Description: descriptionOf(run),
          Origin: external ? "EXTERNAL" : "AWS_KMS",
          Tags: [{ TagKey: MARK, TagValue: run }],
        }),
      );
      const id = KeyMetadata?.Arn;
      if (id === undefined) throw new TypeError("CreateKey answered without an ARN.");
      created(id);
      return id;
    },
    tagsOf: async (id) => {
      const { Tags = [] } = await kms.send(new ListResourceTagsCommand({ KeyId: id, Limit: 50 }));
      return Object.fromEntries(Tags.map(({ TagKey = "", TagValue = "" }) => [TagKey, TagValue]));
    },
    tag: (id, tags) =>
      kms.send(
        new TagResourceCommand({
          KeyId: id,
          Tags: Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
        }),
      ),
    untag: (id, keys) => kms.send(new UntagResourceCommand({ KeyId: id, TagKeys: [...keys] })),
    restore: async (id, external) => {
      const state = await stateOf(id);
      const KeyId = shortIdOf(id);
      if (state === "PendingDeletion") await kms.send(new CancelKeyDeletionCommand({ KeyId }));
      if (external && (state === "PendingImport" || (await stateOf(id)) === "PendingImport"))
        await importMaterial(kms, id, materials);
      else if (state === "PendingDeletion" || state === "Disabled") await kms.send(new EnableKeyCommand({ KeyId }));
    },
    scene: {
      unknownReference: () => `arn:aws:kms:${region}:${account}:key/00000000-0000-4000-8000-000000000000`,
      createAlias: async (key) => {
        const AliasName = `alias/crosstag-live-${run}-${aliases.length}`;
        await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: key }));
        aliases.push(AliasName);
        return AliasName;
      },
      setAccessPolicy: () => {
        throw new NotOnLiveCloud("a policy can lock the account out of its key");
      },
      scheduleDeletion: async (key) => {
        await kms.send(new ScheduleKeyDeletionCommand({ KeyId: shortIdOf(key), PendingWindowInDays: 7 }));
      },
      disable: async (key) => {
        await kms.send(new DisableKeyCommand({ KeyId: shortIdOf(key) }));
      },
    },
    truth: {
      stateOf: async (key) => STATES[await stateOf(key)] ?? "other",
      hasMaterial: async (key) => (await stateOf(key)) !== "PendingImport",
    },
    afterCase: async () => {
      for (const AliasName of aliases.splice(0)) await kms.send(new DeleteAliasCommand({ AliasName }));
    },
  };
}

async function importMaterial(kms: KMSClient, id: string, materials: KeyMaterials): Promise<void> {
  const wrapping = { WrappingAlgorithm: WRAPPING.algorithm, WrappingKeySpec: WRAPPING.spec };
  const { PublicKey, ImportToken } = await kms.send(new GetParametersForImportCommand({ KeyId: id, ...wrapping }));
  if (PublicKey === undefined) throw new TypeError("GetParametersForImport answered without a public key.");
  const EncryptedKeyMaterial = materials.wrapped(id, PublicKey);
  const ExpirationModel = "KEY_MATERIAL_DOES_NOT_EXPIRE";
  await kms.send(new ImportKeyMaterialCommand({ KeyId: id, ImportToken, EncryptedKeyMaterial, ExpirationModel }));
}
