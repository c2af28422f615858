import { fieldOf, listOf } from "../answer-fields.ts";
import { answerOf } from "../answer-of.ts";
import { MARK } from "../live-cloud.ts";
import { errorCode } from "./error-code.ts";
import type { TencentClient } from "./open-client.ts";

/** The ids that calls need of a key: its own, and the one under which the Tag service knows it. */
export interface KeyNames {
  /** `creatorUin/…/<key id>` */
  readonly resourceId: string;
  /** The name in six segments. */
  readonly name: string;
}

/** Sets tags on keys. The tags exist in the account afterwards, so each is noted and deleted when it is not used any more. */
export class TagsOfAccount {
  readonly #client: TencentClient;
  readonly #sent = new Map<string, { readonly TagKey: string; readonly TagValue: string }>();
  readonly #names = new Map<string, KeyNames>();

  constructor(client: TencentClient) {
    this.#client = client;
  }

  /** The names of a key, asked once. The account in the name is left out: it is that of the credentials. */
  async namesOf(keyId: string): Promise<KeyNames> {
    const known = this.#names.get(keyId);
    if (known !== undefined) return known;
    const metadata = fieldOf(await this.#client.call("kms", "DescribeKey", { KeyId: keyId }), "KeyMetadata");
    const resourceId = String(fieldOf(metadata, "ResourceId"));
    const names = { resourceId, name: `qcs::kms:${this.#client.region}:uin/:key/${resourceId}` };
    this.#names.set(keyId, names);
    return names;
  }

  /** Notes that a tag may be in the account from now on. */
  note(TagKey: string, TagValue: string): void {
    if (TagKey !== MARK) this.#sent.set(JSON.stringify([TagKey, TagValue]), { TagKey, TagValue });
  }

  /** TagResources for one key: the answer, or the code with which the key is among the failed ones. */
  async tag(keyId: string, TagKey: string, TagValue: string): Promise<string> {
    this.note(TagKey, TagValue);
    const { name } = await this.namesOf(keyId);
    return this.#verdict("TagResources", { ResourceList: [name], Tags: [{ TagKey, TagValue }] });
  }

  /** UnTagResources for one key. */
  async untag(keyId: string, keys: readonly string[]): Promise<string> {
    const { name } = await this.namesOf(keyId);
    return this.#verdict("UnTagResources", { ResourceList: [name], TagKeys: keys });
  }

  /** The tag keys of a key. */
  async read(keyId: string): Promise<readonly string[]> {
    const parameters = { ...(await this.byIds([keyId])), Limit: 50 };
    const answer = await this.#client.call("tag", "DescribeResourceTagsByResourceIds", parameters);
    return listOf(answer, "Tags").map((row) => String(fieldOf(row, "TagKey")));
  }

  /** How the operations for 50 resources name keys. */
  async byIds(keyIds: readonly string[], more: readonly string[] = []): Promise<Readonly<Record<string, unknown>>> {
    const names = [];
    for (const keyId of keyIds) names.push((await this.namesOf(keyId)).resourceId);
    const { region } = this.#client;
    return { ServiceType: "kms", ResourcePrefix: "key", ResourceRegion: region, ResourceIds: [...names, ...more] };
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
