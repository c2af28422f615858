import type { ResourceState } from "@crosstag/core/driver";
import { adapter } from "@crosstag/tencent";
import { fieldOf } from "../answer-fields.ts";
import { KeyMaterials, WRAPPING } from "../conformance/key-materials.ts";
import type { LiveSubject } from "../conformance/live-harness.ts";
import { descriptionOf, MARK, nameFor } from "../live-cloud.ts";
import type { Sleep } from "../retry-throttled.ts";
import { shortIdOf } from "../short-id-of.ts";
import type { TencentClient } from "./open-client.ts";
import { settingsOf, TAG_OPERATIONS, TagSubject } from "./tag-subject.ts";
import type { TencentPlace } from "./tag-subject.ts";

const STATES: Readonly<Record<string, ResourceState>> = {
  Enabled: "enabled",
  Disabled: "disabled",
  PendingDelete: "pending-deletion",
  PendingImport: "pending-import",
};

/** Keys of Tencent Cloud KMS. `client` sets the scene. */
export async function keySubject(client: TencentClient, place: TencentPlace, wait?: Sleep): Promise<LiveSubject> {
  const { region } = client;
  const { account, run, created } = place;
  const openDriver = () => adapter.createDriver(settingsOf(region, place));
  const profile = await openDriver();
  const tags = new TagSubject(client, { service: "kms", prefix: "key" }, profile, wait);
  const call = (action: string, parameters: Readonly<Record<string, unknown>>) =>
    client.call("kms", action, parameters);
  const metadataOf = async (KeyId: string) => fieldOf(await call("DescribeKey", { KeyId }), "KeyMetadata");
  const stateOf = async (name: string) => String(fieldOf(await metadataOf(shortIdOf(name)), "KeyState"));
  const materials = new KeyMaterials();
  const nameOf = (resourceId: string) => `qcs::kms:${region}:uin/${account}:key/${resourceId}`;
  let made = 0;
  let creator = "";
  return {
    kind: "key",
    title: "keys of Tencent Cloud KMS",
    profile,
    pace: tags.pace,
    hasExternal: true,
    operations: {
      ...TAG_OPERATIONS,
      describeResource: ["DescribeKey"],
      listResources: ["ListKeyDetail"],
      deleteKeyMaterial: ["DeleteImportedKeyMaterial"],
    },
    skipped: { "finding resources": "the account can have other keys" },
    openDriver,
    create: async (external) => {
      made += 1;
      const answer = await call("CreateKey", {
        Alias: nameFor(run, `suite-${made}`),
        Description: descriptionOf(run),
        Type: external ? 2 : 1,
        Tags: [{ TagKey: MARK, TagValue: run }],
      });
      const id = String(fieldOf(answer, "KeyId"));
      created(id);
      const resourceId = String(fieldOf(await metadataOf(id), "ResourceId"));
      creator = resourceId.slice(0, resourceId.lastIndexOf("/"));
      return nameOf(resourceId);
    },
    tagsOf: tags.tagsOf,
    tag: tags.tag,
    untag: tags.untag,
    restore: async (name, external) => {
      const KeyId = shortIdOf(name);
      let state = await stateOf(name);
      if (state === "PendingDelete") {
        await call("CancelKeyDeletion", { KeyId });
        state = await stateOf(name);
      }
      if (external && state === "PendingImport") await importMaterial(call, KeyId, materials);
      if (state === "Disabled") await call("EnableKey", { KeyId });
    },
    scene: {
      // A key of the same creator, which is known after the first key.
      unknownReference: () => nameOf(`${creator || `creatorUin/${account}`}/00000000-0000-0000-0000-000000000000`),
      createAlias: shortIdOf,
      scheduleDeletion: async (name) => {
        // Documented: only a disabled key can be scheduled for deletion.
        await call("DisableKey", { KeyId: shortIdOf(name) });
        await call("ScheduleKeyDeletion", { KeyId: shortIdOf(name), PendingWindowInDays: 7 });
      },
      disable: async (name) => {
        await call("DisableKey", { KeyId: shortIdOf(name) });
      },
    },
    truth: {
      stateOf: async (name) => STATES[await stateOf(name)] ?? "other",
      hasMaterial: async (name) => (await stateOf(name)) !== "PendingImport",
    },
    afterAll: tags.deleteSeen,
  };
}

type Call = (action: string, parameters: Readonly<Record<string, unknown>>) => Promise<unknown>;

async function importMaterial(call: Call, KeyId: string, materials: KeyMaterials): Promise<void> {
  const wrapping = { WrappingAlgorithm: WRAPPING.algorithm, WrappingKeySpec: WRAPPING.spec };
  const given = await call("GetParametersForImport", { KeyId, ...wrapping });
  const publicKey = Buffer.from(String(fieldOf(given, "PublicKey")), "base64");
  await call("ImportKeyMaterial", {
    KeyId,
    ImportToken: fieldOf(given, "ImportToken"),
    EncryptedKeyMaterial: materials.wrapped(KeyId, publicKey).toString("base64"),
  });
}
