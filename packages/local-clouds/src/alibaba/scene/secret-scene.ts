import type { ServiceContext } from "../service/context.ts";
import { makeSecret } from "../service/make.ts";
import { named, refuseTaken, tagScene, type AlibabaTags, type AlibabaTagScene } from "./tag-scene.ts";

/** The names of a secret. */
export interface AlibabaSecretName {
  /** The name of the secret. */
  readonly name: string;
  /** The full name: `acs:kms:REGION:ACCOUNT:secret/NAME`. */
  readonly arn: string;
}

/** The true state of a secret, whatever eventual consistency shows of it. */
export interface AlibabaSecretTruth extends AlibabaSecretName {
  /** The tags of the secret. */
  readonly tags: AlibabaTags;
  /** When the secret will be deleted, in milliseconds since 1970; undefined if that is not planned. */
  readonly deleteAt: number | undefined;
}

/** As `AlibabaKeys`, for secrets. */
export interface AlibabaSecrets extends AlibabaTagScene {
  /** Creates a secret. */
  createSecret(name: string, tags?: AlibabaTags): AlibabaSecretName;
  /** Creates `count` secrets, named `<prefix>-1` and so on. Default prefix `secret`. */
  addMany(count: number, tags?: AlibabaTags, prefix?: string): AlibabaSecretName[];
  /** Plans the deletion of a secret in a number of days. Default 30. */
  markForDeletion(secret: string, days?: number): void;
  /** Removes a secret. */
  removeSecret(name: string): void;
  /** The true state of a secret. */
  describe(secret: string): AlibabaSecretTruth;
  /** All secrets, oldest first. */
  list(): AlibabaSecretName[];
}

const dayMs = 24 * 60 * 60 * 1000;

export function secretScene(context: ServiceContext): AlibabaSecrets {
  const createSecret = (name: string, tags: AlibabaTags = {}): AlibabaSecretName => {
    refuseTaken(context.secrets, name, context);
    const secret = makeSecret(context, {
      name,
      description: "",
      encryptionKeyId: "",
      secretType: "Generic",
      tags: new Map(Object.entries(tags)),
    });
    secret.visible.settle(true);
    return { name, arn: secret.arn };
  };
  return {
    ...tagScene(context.secrets),
    createSecret,
    addMany: (count, tags, prefix = "secret") =>
      Array.from({ length: count }, (_, index) => createSecret(`${prefix}-${index + 1}`, tags)),
    markForDeletion: (text, days = 30) => {
      const secret = named(context.secrets, text);
      secret.deleteAt = context.clock.now() + days * dayMs;
      context.secrets.noteDue(secret);
    },
    removeSecret: (name) => {
      context.secrets.removeAll(new Set([named(context.secrets, name)]));
    },
    describe: (text) => {
      context.secrets.settle(context.clock.now());
      const { id, arn, tags, deleteAt } = named(context.secrets, text);
      return { name: id, arn, tags: Object.fromEntries(tags.current), deleteAt };
    },
    list: () => context.secrets.inOrder.map(({ id, arn }) => ({ name: id, arn })),
  };
}
