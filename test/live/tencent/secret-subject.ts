import { adapter } from "@crosstag/tencent";
import { fieldOf } from "../answer-fields.ts";
import type { LiveSubject } from "../conformance/live-harness.ts";
import { nameFor } from "../live-cloud.ts";
import type { Sleep } from "../retry-throttled.ts";
import { newSecret } from "./secret-part.ts";
import { shortIdOf } from "../short-id-of.ts";
import type { TencentClient } from "./open-client.ts";
import { settingsOf, TAG_OPERATIONS, TagSubject } from "./tag-subject.ts";
import type { TencentPlace } from "./tag-subject.ts";

function onlyKeys(): never {
  throw new TypeError("Only keys have this.");
}

/** Secrets of Tencent Cloud Secrets Manager. `client` sets the scene. */
export async function secretSubject(client: TencentClient, place: TencentPlace, wait?: Sleep): Promise<LiveSubject> {
  const { region } = client;
  const { account, run, created } = place;
  const service = adapter.services?.find(({ name }) => name === "ssm");
  if (service === undefined) throw new TypeError("The adapter has no secrets.");
  const openDriver = () => service.createDriver(settingsOf(region, place));
  const profile = await openDriver();
  const tags = new TagSubject(client, { service: "ssm", prefix: "secret" }, profile, wait);
  const call = (action: string, parameters: Readonly<Record<string, unknown>>) =>
    client.call("ssm", action, parameters);
  const describe = (name: string) => call("DescribeSecret", { SecretName: shortIdOf(name) });
  const nameOf = (creator: string, id: string) =>
    `qcs::ssm:${region}:uin/${account}:secret/creatorUin/${creator}/${id}`;
  let made = 0;
  let creator = "";
  return {
    kind: "secret",
    title: "secrets of Tencent Cloud Secrets Manager",
    profile,
    pace: tags.pace,
    hasExternal: false,
    operations: { ...TAG_OPERATIONS, describeResource: ["DescribeSecret"], listResources: ["ListSecrets"] },
    skipped: { "finding resources": "the account can have other secrets" },
    openDriver,
    create: async () => {
      made += 1;
      const SecretName = nameFor(run, `suite-${made}`);
      await call("CreateSecret", newSecret(SecretName, run));
      created(SecretName);
      const description = await describe(SecretName);
      creator = String(fieldOf(description, "CreateUinString") ?? fieldOf(description, "CreateUin"));
      return nameOf(creator, SecretName);
    },
    tagsOf: tags.tagsOf,
    tag: tags.tag,
    untag: tags.untag,
    // No case changes the state of a secret.
    restore: () => Promise.resolve(),
    scene: {
      unknownReference: () => nameOf(creator || account, nameFor(run, "none")),
      createAlias: (name) => `secret/${shortIdOf(name)}`,
      scheduleDeletion: onlyKeys,
      disable: onlyKeys,
    },
    truth: { stateOf: onlyKeys, hasMaterial: onlyKeys },
    afterAll: tags.deleteSeen,
  };
}
