import type { RegionState } from "../state/region-state.ts";
import { Key, type KeyFacts } from "../state/key.ts";
import type { TagSet } from "../state/resource.ts";
import { Secret, type SecretFacts } from "../state/secret.ts";
import { sixSegmentName, type CloudContext } from "./context.ts";

/** A new key as a call or a scene describes it. */
export interface NewKey extends Pick<KeyFacts, "origin" | "usage" | "alias" | "description" | "creatorUin" | "owner"> {
  readonly id?: string;
  readonly tags: TagSet;
  /** Milliseconds since 1970. Default: now. */
  readonly existsSince?: number;
}

export function makeKey(
  context: CloudContext,
  here: RegionState,
  { tags, id: given, existsSince, ...rest }: NewKey,
): Key {
  const id = given ?? context.identifiers.uuid("key");
  const resourceId = `creatorUin/${rest.creatorUin}/${id}`;
  const key = new Key(
    context.consistency,
    {
      ...rest,
      id,
      resourceId,
      name: sixSegmentName("kms", here.region, here.account, `key/${resourceId}`),
      createdAt: existsSince ?? context.clock.now(),
    },
    tags,
  );
  here.keys.add(key);
  return key;
}

/** A new secret as a call or a scene describes it. `id` is the name that the user chose. */
export interface NewSecret extends Pick<SecretFacts, "id" | "description" | "kmsKeyId" | "creatorUin"> {
  readonly tags: TagSet;
}

export function makeSecret(context: CloudContext, here: RegionState, { tags, ...rest }: NewSecret): Secret {
  const resourceId = `creatorUin/${rest.creatorUin}/${rest.id}`;
  const secret = new Secret(
    context.consistency,
    {
      ...rest,
      resourceId,
      name: sixSegmentName("ssm", here.region, here.account, `secret/${resourceId}`),
      createdAt: context.clock.now(),
    },
    tags,
  );
  here.secrets.add(secret);
  return secret;
}
