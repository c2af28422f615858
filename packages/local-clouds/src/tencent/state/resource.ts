import type { StoredResource } from "../../state/resource-store.ts";
import type { Versioned } from "../../state/versioned.ts";

/** A resource's tags. Never mutated: a change makes a new set, because readers may still be shown an older one. */
export type TagSet = ReadonlyMap<string, string>;

/** Writes to the tags of one resource that fail, as `failTagging` of a scene arranges. */
export interface TaggingFailure {
  readonly code: string;
  readonly message: string;
  /** How many more writes fail. */
  left: number;
}

/** What the Tag service needs of a key or a secret. */
export interface TaggedResource extends StoredResource {
  /** `qcs::kms:REGION:uin/ACCOUNT:key/creatorUin/CREATOR/ID`: the name in six segments. */
  readonly name: string;
  /** What follows the prefix in the last segment of the name: `creatorUin/CREATOR/ID`. */
  readonly resourceId: string;
  readonly tags: Versioned<TagSet>;
  taggingFailure: TaggingFailure | undefined;
}
