import { makeSecret } from "../service/make.ts";
import type { SceneContext } from "./scene-context.ts";
import { named, refuseTaken, tagScene, type TencentTags, type TencentTagScene } from "./tag-scene.ts";

/** The names of a secret. */
export interface TencentSecretName {
  /** The name that calls of Secrets Manager use. */
  readonly secretName: string;
  /** The full name: `qcs::ssm:REGION:uin/ACCOUNT:secret/creatorUin/CREATOR/NAME`. */
  readonly name: string;
}

/** As `TencentKeys`, for secrets. */
export interface TencentSecrets extends TencentTagScene {
  /** Creates a secret. */
  createSecret(secretName: string, tags?: TencentTags): TencentSecretName;
  /** Creates `count` secrets, named `<prefix>-1` and so on. Default prefix `secret`. */
  addMany(count: number, tags?: TencentTags, prefix?: string): TencentSecretName[];
  /** Removes a secret. */
  removeSecret(secretName: string): void;
  /** All secrets, oldest first. */
  list(): TencentSecretName[];
}

export function secretScene(context: SceneContext): TencentSecrets {
  const createSecret = (secretName: string, tags: TencentTags = {}): TencentSecretName => {
    const here = context.here();
    refuseTaken(here.secrets, secretName, here.region);
    const secret = makeSecret(context, here, {
      id: secretName,
      description: "",
      kmsKeyId: "",
      creatorUin: here.account,
      tags: new Map(Object.entries(tags)),
    });
    secret.visible.settle(true);
    context.catalog.note(secret.tags.current);
    return { secretName, name: secret.name };
  };
  return {
    ...tagScene(context, (here) => here.secrets),
    createSecret,
    addMany: (count, tags, prefix = "secret") =>
      Array.from({ length: count }, (_, index) => createSecret(`${prefix}-${index + 1}`, tags)),
    removeSecret: (secretName) => {
      const { secrets } = context.here();
      secrets.removeAll(new Set([named(secrets, secretName)]));
    },
    list: () => context.here().secrets.inOrder.map(({ id, name }) => ({ secretName: id, name })),
  };
}
