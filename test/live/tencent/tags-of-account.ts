import { fieldOf, listOf } from "../answer-fields.ts";
import { answerOf } from "../answer-of.ts";
import { MARK } from "../live-cloud.ts";
import { errorCode } from "./error-code.ts";
import type { TencentClient } from "./open-client.ts";

/** What the Tag service has to know of a kind of resource. */
export interface TaggedType {
  readonly service: "kms" | "ssm";
  /** What its service calls it in full names: `key`. */
  readonly prefix: string;
  /** `creatorUin/…/<id>` of a resource. */
  readonly resourceIdOf: (id: string) => Promise<string>;
}

/** The keys of KMS. */
export function keyType(client: TencentClient): TaggedType {
  return {
    service: "kms",
    prefix: "key",
    resourceIdOf: async (KeyId) =>
      String(fieldOf(fieldOf(await client.call("kms", "DescribeKey", { KeyId }), "KeyMetadata"), "ResourceId")),
  };
}

/** The secrets of Secrets Manager. */
export function secretType(client: TencentClient): TaggedType {
  return {
    service: "ssm",
    prefix: "secret",
    resourceIdOf: async (SecretName) => {
      const secret = await client.call("ssm", "DescribeSecret", { SecretName });
      return `creatorUin/${String(fieldOf(secret, "CreateUinString") ?? fieldOf(secret, "CreateUin"))}/${SecretName}`;
    },
  };
}

/** The names that calls need of a resource. */
interface ResourceNames {
  /** `creatorUin/…/<id>` */
  readonly resourceId: string;
  /** The name in six segments. */
  readonly name: string;
}

/** Sets tags on resources of one kind. The tags exist in the account afterwards, so each is noted and deleted when it is not used any more. */
export class TagsOfAccount {
  readonly #client: TencentClient;
  readonly #type: TaggedType;
  readonly #sent = new Map<string, { readonly TagKey: string; readonly TagValue: string }>();
  readonly #names = new Map<string, ResourceNames>();

  constructor(client: TencentClient, type: TaggedType) {
    this.#client = client;
    this.#type = type;
  }

  /** The names of a resource, asked once. The account in the name is left out: it is that of the credentials. */
  async namesOf(id: string): Promise<ResourceNames> {
    const known = this.#names.get(id);
    if (known !== undefined) return known;
    const { service, prefix, resourceIdOf } = this.#type;
    const resourceId = await resourceIdOf(id);
    const names = { resourceId, name: `qcs::${service}:${this.#client.region}:uin/:${prefix}/${resourceId}` };
    this.#names.set(id, names);
    return names;
  }

  /** Notes that a tag may be in the account from now on. */
  note(TagKey: string, TagValue: string): void {
    if (TagKey !== MARK) this.#sent.set(JSON.stringify([TagKey, TagValue]), { TagKey, TagValue });
  }

  /** TagResources for one resource: the answer, or the code with which it is among the failed ones. */
  async tag(id: string, TagKey: string, TagValue: string): Promise<string> {
    this.note(TagKey, TagValue);
    const { name } = await this.namesOf(id);
    return this.#verdict("TagResources", { ResourceList: [name], Tags: [{ TagKey, TagValue }] });
  }

  /** UnTagResources for one resource. */
  async untag(id: string, keys: readonly string[]): Promise<string> {
    const { name } = await this.namesOf(id);
    return this.#verdict("UnTagResources", { ResourceList: [name], TagKeys: keys });
  }

  /** The tag keys of a resource. */
  async read(id: string): Promise<readonly string[]> {
    const parameters = { ...(await this.byIds([id])), Limit: 50 };
    const answer = await this.#client.call("tag", "DescribeResourceTagsByResourceIds", parameters);
    return listOf(answer, "Tags").map((row) => String(fieldOf(row, "TagKey")));
  }

  /** How the operations for 50 resources name them. */
  async byIds(ids: readonly string[], more: readonly string[] = []): Promise<Readonly<Record<string, unknown>>> {
    const names = [];
    for (const id of ids) names.push((await this.namesOf(id)).resourceId);
    const { region } = this.#client;
    const { service, prefix } = this.#type;
    return { ServiceType: service, ResourcePrefix: prefix, ResourceRegion: region, ResourceIds: [...names, ...more] };
  }

  /** Deletes the tags that were sent. One that is still used, or was never created, is refused and left. */
  async deleteSent(): Promise<void> {
    const tags = [...this.#sent.values()];
    this.#sent.clear();
    for (const tag of tags) await answerOf(this.#client.call("tag", "DeleteTag", tag), errorCode);
  }

  async #verdict(action: string, parameters: Readonly<Record<string, unknown>>): Promise<string> {
    let failed: readonly unknown[] = [];
    const answer = await answerOf(
      this.#client.call("tag", action, parameters).then((body) => {
        failed = listOf(body, "FailedResources");
      }),
      errorCode,
    );
    return failed.length === 0 ? answer : String(fieldOf(failed[0], "Code"));
  }
}
