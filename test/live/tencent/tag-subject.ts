import type { TagRecord } from "@crosstag/core";
import type { DriverSettings, KmsProfile } from "@crosstag/core/driver";
import { answerOf } from "../answer-of.ts";
import { fieldOf, listOf } from "../answer-fields.ts";
import { CallPace } from "../conformance/call-pace.ts";
import type { PoolActions } from "../conformance/resource-pool.ts";
import { MARK } from "../live-cloud.ts";
import type { LiveSuitePlace } from "../live-cloud.ts";
import type { Sleep } from "../retry-throttled.ts";
import { errorCode } from "./error-code.ts";
import type { TencentClient } from "./open-client.ts";

/** Where a suite runs. */
export interface TencentPlace extends LiveSuitePlace {
  readonly endpoint?: string;
}

/** The settings of the driver under test. */
export function settingsOf(region: string, { account, endpoint, assumptions }: TencentPlace): DriverSettings {
  return { region, account, assumptions, ...(endpoint !== undefined && { endpoint }) };
}

/** Operations of the Tag service at most in a second, each. https://tencentcloud.com/document/product/651/46533 (2026-11-29) */
const TAG_RATE = 20;
/** Tags in one TagResources. */
const TAGS_PER_CALL = 10;

/** The wire operations on tags, which are those of one service for all kinds. */
export const TAG_OPERATIONS = {
  writeTags: ["TagResources", "AttachResourcesTag"],
  removeTags: ["UnTagResources", "DetachResourcesTag"],
  changeTags: ["ModifyResourceTags"],
  readTags: ["DescribeResourceTagsByResourceIds"],
} as const;

/** The tags of resources of one service, by the Tag service. Tags that cases leave in the account are deleted in the end. */
export class TagSubject implements Pick<PoolActions, "tagsOf" | "tag" | "untag"> {
  readonly pace: CallPace;
  readonly #client: TencentClient;
  /** What a service calls its resources: `key`. */
  readonly #type: { readonly service: "kms" | "ssm"; readonly prefix: string };
  readonly #seen = new Map<string, { readonly TagKey: string; readonly TagValue: string }>();

  constructor(
    client: TencentClient,
    type: { readonly service: "kms" | "ssm"; readonly prefix: string },
    { quotas }: KmsProfile,
    wait?: Sleep,
  ) {
    this.#client = client;
    this.#type = type;
    this.pace = CallPace.documented(quotas, { DeleteTag: TAG_RATE }, wait);
  }

  readonly tagsOf = async (name: string): Promise<TagRecord> => {
    const { service, prefix } = this.#type;
    const answer = await this.#call("DescribeResourceTagsByResourceIds", {
      ServiceType: service,
      ResourcePrefix: prefix,
      ResourceRegion: this.#client.region,
      ResourceIds: [resourceIdOf(name)],
      Limit: 50,
    });
    const tags = Object.fromEntries(
      listOf(answer, "Tags").map((row) => [String(fieldOf(row, "TagKey")), String(fieldOf(row, "TagValue"))]),
    );
    this.#note(tags);
    return tags;
  };

  readonly tag = async (name: string, tags: TagRecord): Promise<void> => {
    this.#note(tags);
    const list = Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
    for (let from = 0; from < list.length; from += TAGS_PER_CALL)
      await this.#change("TagResources", { ResourceList: [name], Tags: list.slice(from, from + TAGS_PER_CALL) });
  };

  readonly untag = async (name: string, keys: readonly string[]): Promise<void> => {
    for (let from = 0; from < keys.length; from += TAGS_PER_CALL)
      await this.#change("UnTagResources", { ResourceList: [name], TagKeys: keys.slice(from, from + TAGS_PER_CALL) });
  };

  /** Deletes the tags from the account that were seen. One that another resource has is refused and stays. */
  readonly deleteSeen = async (): Promise<void> => {
    for (const tag of this.#seen.values()) await answerOf(this.#call("DeleteTag", tag), errorCode);
    this.#seen.clear();
  };

  async #change(action: string, parameters: Readonly<Record<string, unknown>>): Promise<void> {
    const [failed] = listOf(await this.#call(action, parameters), "FailedResources");
    if (failed !== undefined) throw new TypeError(`${action}: ${String(fieldOf(failed, "Code"))}`);
  }

  async #call(action: string, parameters: Readonly<Record<string, unknown>>): Promise<unknown> {
    await this.pace.turn(action);
    return this.#client.call("tag", action, parameters);
  }

  #note(tags: TagRecord): void {
    for (const [TagKey, TagValue] of Object.entries(tags))
      if (TagKey !== MARK) this.#seen.set(JSON.stringify([TagKey, TagValue]), { TagKey, TagValue });
  }
}

/** `creatorUin/…/<id>` of a full name: the id under which the Tag service knows it. */
function resourceIdOf(name: string): string {
  return name.slice(name.indexOf("creatorUin/"));
}
