import { makeSecret } from "../service/make.ts";
import type { SceneContext } from "./scene-context.ts";
import { named, refuseTaken, tagScene, type TencentTags, type TencentTagScene } from "./tag-scene.ts";

const dayMs = 24 * 60 * 60 * 1000;

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
  /** Schedules the deletion of a secret in a number of days. Default 30. */
  markForDeletion(secretName: string, days?: number): void;
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
    markForDeletion: (secretName, days = 30) => {
      const { secrets } = context.here();
      const secret = named(secrets, secretName);
      secret.scheduleDeletion(context.clock.now() + days * dayMs);
      secret.status.settle("PendingDelete");
      secrets.noteDue(secret);
    },
    removeSecret: (secretName) => {
      const { secrets } = context.here();
      secrets.removeAll(new Set([named(secrets, secretName)]));
    },
    list: () => context.here().secrets.inOrder.map(({ id, name }) => ({ secretName: id, name })),
  };
}
