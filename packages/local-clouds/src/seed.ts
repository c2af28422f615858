import { alibabaKeyFields, type AlibabaKeyScene } from "./alibaba/scene.ts";
import type { AwsAccountScene } from "./aws/accounts/account-scene.ts";
import { awsKeyFields, type AwsKeyScene } from "./aws/aws-scene.ts";
import { refuseUnknownFields, type FieldsOf } from "./known-fields.ts";
import type { LocalAlibaba } from "./local-alibaba.ts";
import type { LocalAws } from "./local-aws.ts";

/** The resources that exist when the clouds start. Plain data, so that it can be read from a JSON file. */
export interface SeedFile {
  /** Resources of the AWS cloud. Default: none. */
  readonly aws?: AwsSeed;
  /** Resources of the QKMS cloud. Default: none. */
  readonly qkms?: AwsSeed;
  /** Resources of the Alibaba cloud. Default: none. */
  readonly alibaba?: AlibabaSeed;
}

interface Counted {
  /** How many to make, identical except for their ids. Default 1. */
  readonly count?: number;
}

interface InAccount {
  /** Default: the cloud's own account. */
  readonly account?: string;
}

/** The first resources of an AWS cloud. */
export interface AwsSeed {
  /** The accounts of an organization, besides the cloud's own account. Default: none. */
  readonly accounts?: readonly AwsAccountScene[];
  /** Default: none. */
  readonly keys?: readonly (AwsKeyScene & Counted & InAccount)[];
  /** Aliases that AWS reserves for keys that it has not created yet, such as `alias/aws/s3`, in the first region. */
  readonly reservedAliases?: readonly string[];
}

interface InRegion {
  /** Default: the first region. */
  readonly region?: string;
}

/** The first resources of the Alibaba cloud. */
export interface AlibabaSeed {
  /** Default: none. */
  readonly keys?: readonly (AlibabaKeyScene & Counted & InRegion)[];
  /** Default: none. */
  readonly secrets?: readonly (InRegion & {
    readonly name: string;
    readonly tags?: Readonly<Record<string, string>>;
  })[];
  /** Default: none. */
  readonly certificates?: readonly (InRegion & {
    readonly tags?: Readonly<Record<string, string>>;
  })[];
}

interface SeededClouds {
  readonly aws: Pick<LocalAws, "keys" | "accounts" | "in"> | false;
  readonly qkms: Pick<LocalAws, "keys" | "accounts" | "in"> | false;
  readonly alibaba: Pick<LocalAlibaba, "in" | "region"> | false;
}

/**
 * Creates the resources of the seed. A seed for a cloud that was not started is ignored. Throws a `TypeError` that
 * names the place of an unknown field, because a misspelled field would otherwise go unnoticed.
 */
export function applySeed(seed: SeedFile, clouds: SeededClouds): void {
  refuseUnknownFields(seed, "seed", seedFields);
  if (seed.aws !== undefined) seedAws(seed.aws, "seed.aws", clouds.aws);
  if (seed.qkms !== undefined) seedAws(seed.qkms, "seed.qkms", clouds.qkms);
  if (seed.alibaba !== undefined) seedAlibaba(seed.alibaba, clouds.alibaba);
}

const seedFields: FieldsOf<SeedFile> = { aws: true, qkms: true, alibaba: true };
const awsFields: FieldsOf<AwsSeed> = { accounts: true, keys: true, reservedAliases: true };
const awsEntryFields: FieldsOf<AwsKeyScene & Counted & InAccount> = { account: true, ...awsKeyFields, count: true };
const alibabaFields: FieldsOf<AlibabaSeed> = { keys: true, secrets: true, certificates: true };
const alibabaEntryFields: FieldsOf<AlibabaKeyScene & Counted & InRegion> = {
  region: true,
  ...alibabaKeyFields,
  count: true,
};
const secretFields = { region: true, name: true, tags: true } as const;
const certificateFields = { region: true, tags: true } as const;

function seedAws(seed: AwsSeed, place: string, cloud: SeededClouds["aws"]): void {
  refuseUnknownFields(seed, place, awsFields);
  for (const [index, account] of (seed.accounts ?? []).entries()) {
    if (cloud !== false) cloud.accounts.add(account, `${place}.accounts[${index}]`);
  }
  for (const [index, entry] of (seed.keys ?? []).entries()) {
    refuseUnknownFields(entry, `${place}.keys[${index}]`, awsEntryFields);
    const { account, count, ...scene } = entry;
    if (cloud === false) continue;
    const keys = account === undefined ? cloud.keys : cloud.in(account);
    if (count === undefined) keys.createKey(scene);
    else keys.addMany(count, scene);
  }
  if (cloud === false) return;
  for (const name of seed.reservedAliases ?? []) cloud.keys.createAlias(name);
}

function seedAlibaba(seed: AlibabaSeed, cloud: SeededClouds["alibaba"]): void {
  refuseUnknownFields(seed, "seed.alibaba", alibabaFields);
  for (const [index, entry] of (seed.keys ?? []).entries()) {
    refuseUnknownFields(entry, `seed.alibaba.keys[${index}]`, alibabaEntryFields);
    const { count, region, ...scene } = entry;
    if (cloud === false) continue;
    const { keys } = cloud.in(region ?? cloud.region);
    if (count === undefined) keys.createKey(scene);
    else keys.addMany(count, scene);
  }
  for (const [index, entry] of (seed.secrets ?? []).entries()) {
    refuseUnknownFields(entry, `seed.alibaba.secrets[${index}]`, secretFields);
    if (cloud !== false) cloud.in(entry.region ?? cloud.region).secrets.createSecret(entry.name, entry.tags);
  }
  for (const [index, entry] of (seed.certificates ?? []).entries()) {
    refuseUnknownFields(entry, `seed.alibaba.certificates[${index}]`, certificateFields);
    if (cloud !== false) cloud.in(entry.region ?? cloud.region).certificates.create(entry.tags);
  }
}
