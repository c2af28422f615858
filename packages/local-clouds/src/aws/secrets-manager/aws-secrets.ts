import { refuseUnknownFields, type FieldsOf } from "../../known-fields.ts";
import { namedRegion, type RegionStore } from "../state/region-store.ts";
import { tagRecord } from "../state/valueless-tags.ts";
import type { Secret } from "./state/secret.ts";
import type { SecretAccount } from "./state/secret-account.ts";

/** A secret to create without a request. Everything except the name has a default. */
export interface AwsSecretScene {
  /** Not checked, so that odd names can be tried. A name that exists in the region throws a `TypeError`. */
  readonly name: string;
  /** Default: the first region. */
  readonly region?: string;
  /** The six letters and digits at the end of the ARN. Default: generated. */
  readonly suffix?: string;
  /** Default: none. */
  readonly description?: string;
  /** Not checked against any rule, so that a test can set tags of the cloud itself. Default: the secret never had tags. */
  readonly tags?: Readonly<Record<string, string>>;
  /** The AWS service that manages the secret, such as `rds`. Adds the tag that AWS sets on it. Default: none. */
  readonly owningService?: string;
  /** Whether automatic rotation is on. Default false. */
  readonly rotation?: boolean;
  /** The regions with replicas of the secret. Default: none. */
  readonly replicas?: readonly string[];
  /** The days until its planned deletion, for a secret that is marked for deletion. Default: it is not. */
  readonly deletedInDays?: number;
  /** The resource policy. Stored and returned, never applied. Default: none. */
  readonly policy?: object;
  /** The kind of an external secret. Default: none. */
  readonly type?: string;
  /** When its value was last read, in milliseconds since 1970. Default: never. */
  readonly lastAccessedAt?: number;
}

export const awsSecretFields: FieldsOf<AwsSecretScene> = {
  name: true,
  region: true,
  suffix: true,
  description: true,
  tags: true,
  owningService: true,
  rotation: true,
  replicas: true,
  deletedInDays: true,
  policy: true,
  type: true,
  lastAccessedAt: true,
};

/** The names of a secret. */
export interface AwsSecretName {
  /** The name of the secret. */
  readonly name: string;
  /** The full name: `arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-SUFFIX`. */
  readonly arn: string;
  /** The region of the secret. */
  readonly region: string;
}

/** The true state of a secret, whatever eventual consistency shows of it. Times are milliseconds since 1970. */
export interface AwsSecretTruth extends AwsSecretName {
  /** The tags of the secret. */
  readonly tags: Readonly<Record<string, string>>;
  /** The AWS service that manages it; undefined for a secret of the account's own. */
  readonly owningService: string | undefined;
  /** When it was last changed. A change of its tags counts. */
  readonly lastChangedAt: number;
  /** When it will be deleted; undefined if it is not marked for deletion. */
  readonly deletedAt: number | undefined;
  /** The region of the primary; undefined for a secret without replicas. */
  readonly primaryRegion: string | undefined;
}

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Sets and reads the true state of the secrets of AWS Secrets Manager without requests: no signature, quota, rule, log
 * or eventual consistency. A secret is named by its name (in the first region, unless a region is given) or by its ARN.
 */
export class AwsSecrets {
  readonly #accountNow: () => SecretAccount;

  /** `accountNow`: simulated resources that are added later begin an account anew. */
  constructor(accountNow: () => SecretAccount) {
    this.#accountNow = accountNow;
  }

  get #account(): SecretAccount {
    return this.#accountNow();
  }

  /** Creates a secret, and its replicas. */
  createSecret(scene: AwsSecretScene): AwsSecretName {
    refuseUnknownFields(scene, "createSecret", awsSecretFields);
    const { name, owningService, tags, policy, deletedInDays, ...rest } = scene;
    if (typeof name !== "string" || name === "") throw new TypeError("createSecret.name must be a text.");
    if (scene.suffix !== undefined && !/^[A-Za-z0-9]{6}$/.test(scene.suffix)) {
      throw new TypeError("createSecret.suffix must be six letters and digits.");
    }
    const region = this.#region(scene.region);
    const replicas = (scene.replicas ?? []).map((replica) => this.#region(replica));
    if (replicas.includes(region)) throw new TypeError(`createSecret.replicas names ${region.name}, its own region.`);
    for (const there of [region, ...replicas]) {
      if (this.#account.find(there, name) === undefined) continue;
      throw new TypeError(`There is a secret "${name}" in ${there.name} already.`);
    }
    const ownerTag = owningService === undefined ? {} : { "aws:secretsmanager:owningService": owningService };
    const all = tags === undefined && owningService === undefined ? undefined : { ...tags, ...ownerTag };
    const secret = this.#account.create({
      ...rest,
      name,
      region,
      owningService,
      tags: all && new Map(Object.entries(all)),
      policy: policy === undefined ? undefined : JSON.stringify(policy),
    });
    secret.settle();
    if (deletedInDays !== undefined) this.#mark(secret, deletedInDays);
    return nameOf(secret);
  }

  /** Creates `count` secrets of the same kind, named `<name>-1` and so on. Default name `secret`. */
  addMany(count: number, { name = "secret", ...scene }: Partial<Omit<AwsSecretScene, "suffix">> = {}): AwsSecretName[] {
    return Array.from({ length: count }, (_, index) => this.createSecret({ ...scene, name: `${name}-${index + 1}` }));
  }

  /** The tags of a secret. */
  tagsOf(secret: string, region?: string): Record<string, string> {
    return tagRecord(this.#find(secret, region).current.tags ?? new Map<string, string>());
  }

  /** Replaces all tags, as another program might. Every reader sees them immediately. */
  setTags(secret: string, tags: Readonly<Record<string, string>>, region?: string): void {
    this.#find(secret, region).settle({
      tags: new Map(Object.entries(tags)),
      lastChangedAt: this.#account.clock.now(),
    });
  }

  /** Replaces the resource policy; undefined removes it. Every reader sees the change immediately. */
  setPolicy(secret: string, policy: object | undefined, region?: string): void {
    const text = policy === undefined ? undefined : JSON.stringify(policy);
    this.#find(secret, region).settle({ policy: text });
  }

  /** Marks a secret for deletion in a number of days. Default 30. */
  markForDeletion(secret: string, days = 30, region?: string): void {
    this.#mark(this.#find(secret, region), days);
  }

  /** Cancels the planned deletion of a secret. */
  restore(secret: string, region?: string): void {
    this.#find(secret, region).settle({ deletion: undefined });
  }

  /** Deletes a secret immediately. Another one with its name has another suffix. */
  removeSecret(secret: string, region?: string): void {
    this.#mark(this.#find(secret, region), 0);
  }

  /** The true state of a secret. */
  describe(secret: string, region?: string): AwsSecretTruth {
    const found = this.#find(secret, region);
    const { tags, lastChangedAt, deletion } = found.current;
    const { owningService, primaryRegion } = found.identity;
    return {
      ...nameOf(found),
      tags: tagRecord(tags ?? new Map<string, string>()),
      owningService,
      lastChangedAt,
      deletedAt: deletion?.plannedAt,
      primaryRegion,
    };
  }

  /** All secrets of a region, oldest first. */
  list(region?: string): AwsSecretName[] {
    return this.#account.list(this.#region(region)).map(nameOf);
  }

  #mark(secret: Secret, days: number): void {
    const requestedAt = this.#account.clock.now();
    secret.settle({ deletion: { requestedAt, plannedAt: requestedAt + days * dayMs } });
  }

  #region(name: string | undefined): RegionStore<Secret> {
    return namedRegion(this.#account.regions, name);
  }

  #find(secret: string, region: string | undefined): Secret {
    const parts = secret.split(":");
    const [name, named] = secret.startsWith("arn:")
      ? [parts.slice(6).join(":").slice(0, -7), parts[3]]
      : [secret, region];
    const there = this.#region(named);
    const found = this.#account.find(there, name);
    if (found === undefined) throw new TypeError(`No secret "${secret}" in ${there.name}.`);
    // The caller may change the secret.
    there.changed = true;
    return found;
  }
}

function nameOf({ identity }: Secret): AwsSecretName {
  return { name: identity.name, arn: identity.arn, region: identity.region };
}
