import type { StoredResource } from "../../state/resource-store.ts";
import type { Versioned } from "../../state/versioned.ts";
import type { TagSet } from "./tag-set.ts";

/** What keys, secrets and certificates have in common. Their id is a key's or certificate's id, or a secret's name. */
export interface Resource extends StoredResource {
  readonly arn: string;
  readonly tags: Versioned<TagSet>;
}
