import { Versioned } from "../../state/versioned.ts";
import { Key, type KeyFacts } from "../state/key.ts";
import { newlyVisible } from "../../state/resource-store.ts";
import type { Resource } from "../state/resource.ts";
import { Secret, type SecretFacts } from "../state/secret.ts";
import type { TagSet } from "../state/tag-set.ts";
import { arnOf, type ServiceContext } from "./context.ts";

/** A new key as a call or a scene describes it. */
export interface NewKey extends Pick<KeyFacts, "origin" | "spec" | "usage" | "protectionLevel" | "description"> {
  readonly id?: string;
  readonly tags: TagSet;
  /** Milliseconds since 1970. Default: now. */
  readonly existsSince?: number;
}

export function makeKey(context: ServiceContext, { tags, id: givenId, existsSince, ...described }: NewKey): Key {
  const id = givenId ?? `key-hzz${context.identifiers.hexadecimal("key", 18)}`;
  const facts: KeyFacts = {
    ...described,
    id,
    arn: arnOf(context, "key", id),
    creator: context.account,
    createdAt: existsSince ?? context.clock.now(),
  };
  const key = new Key(context.consistency, facts, tags);
  context.keys.add(key);
  return key;
}

export interface NewSecret extends Pick<SecretFacts, "description" | "encryptionKeyId" | "secretType"> {
  readonly name: string;
  readonly tags: TagSet;
  /** Milliseconds since 1970. Default: now. */
  readonly existsSince?: number;
}

export function makeSecret(context: ServiceContext, { name, tags, existsSince, ...described }: NewSecret): Secret {
  const facts: SecretFacts = {
    ...described,
    id: name,
    arn: arnOf(context, "secret", name),
    createdAt: existsSince ?? context.clock.now(),
  };
  const secret = new Secret(facts, new Versioned(context.consistency, tags), newlyVisible(context.consistency));
  context.secrets.add(secret);
  return secret;
}

export function makeCertificate(
  context: ServiceContext,
  tags: TagSet,
  id = context.identifiers.uuid("certificate"),
): Resource {
  const certificate: Resource = {
    id,
    arn: arnOf(context, "certificate", id),
    tags: new Versioned(context.consistency, tags),
    visible: newlyVisible(context.consistency),
  };
  context.certificates.add(certificate);
  return certificate;
}
