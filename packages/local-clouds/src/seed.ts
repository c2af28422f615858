import { alibabaKeyFields, type AlibabaKeyScene } from "./alibaba/scene/key-scene.ts";
import type { AlibabaAccountScene } from "./alibaba/accounts/account-scene.ts";
import { awsCertificateFields, type AwsCertificateScene } from "./aws/acm/aws-certificates.ts";
import { awsSecretFields, type AwsSecretScene } from "./aws/secrets-manager/aws-secrets.ts";
import type { AwsAccountScene } from "./aws/accounts/account-scene.ts";
import { awsKeyFields, type AwsKeyScene } from "./aws/aws-scene.ts";
import { refuseUnknownFields, type FieldsOf } from "./known-fields.ts";
import type { LocalAlibaba } from "./local-alibaba.ts";
import type { LocalAws } from "./local-aws.ts";
import type { LocalTencent } from "./local-tencent.ts";
import type { TencentAccountScene } from "./tencent/accounts/account-scene.ts";
import { tencentKeyFields, type TencentKeyScene } from "./tencent/scene/key-scene.ts";

/** The resources that exist when the clouds start. Plain data, so that it can be read from a JSON file. */
export interface SeedFile {
  /** Resources of the AWS cloud. Default: none. */
  readonly aws?: AwsSeed;
  /** Resources of the QKMS cloud. Default: none. */
  readonly qkms?: AwsSeed;
  /** Resources of the Alibaba cloud. Default: none. */
  readonly alibaba?: AlibabaSeed;
  /** Resources of the Tencent cloud. Default: none. */
  readonly tencent?: TencentSeed;
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
  /** Of the AWS cloud only. With a count, they are named `<name>-1` and so on. Default: none. */
  readonly secrets?: readonly (AwsSecretScene & Counted & InAccount)[];
  /** Of the AWS cloud only. Default: none. */
  readonly certificates?: readonly (AwsCertificateScene & Counted & InAccount)[];
  /** Aliases that AWS reserves for keys that it has not created yet, such as `alias/aws/s3`, in the first region. */
  readonly reservedAliases?: readonly string[];
}

interface InRegion extends InAccount {
  /** Default: the first region. */
  readonly region?: string;
}

/** The first resources of the Alibaba cloud. */
export interface AlibabaSeed {
  /** The members of a resource directory, besides the cloud's own account. Default: none. */
  readonly accounts?: readonly AlibabaAccountScene[];
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

type SeededAws = Pick<LocalAws, "keys" | "accounts" | "in" | "secretsIn" | "certificatesIn">;

/** The first resources of the Tencent cloud. */
export interface TencentSeed {
  /** Accounts besides the cloud's own. Default: none. */
  readonly accounts?: readonly TencentAccountScene[];
  /** Default: none. */
  readonly keys?: readonly (TencentKeyScene & Counted & InRegion)[];
  /** Default: none. */
  readonly secrets?: AlibabaSeed["secrets"];
}

interface SeededClouds {
  readonly aws: SeededAws | false;
  readonly qkms: SeededAws | false;
  readonly alibaba: Pick<LocalAlibaba, "accounts" | "in" | "region"> | false;
  readonly tencent: Pick<LocalTencent, "accounts" | "in" | "region"> | false;
}

/**
 * Creates the resources of the seed. A seed for a cloud that was not started is ignored. Throws a `TypeError` that
 * names the place of an unknown field, because a misspelled field would otherwise go unnoticed.
 */
export function applySeed(seed: SeedFile, clouds: SeededClouds): void {
  refuseUnknownFields(seed, "seed", seedFields);
  if (seed.aws !== undefined) seedAws(seed.aws, "seed.aws", clouds.aws, awsFields);
  if (seed.qkms !== undefined) seedAws(seed.qkms, "seed.qkms", clouds.qkms, qkmsFields);
  if (seed.alibaba !== undefined) seedAlibaba(seed.alibaba, clouds.alibaba);
  if (seed.tencent !== undefined) seedTencent(seed.tencent, clouds.tencent);
}

const seedFields: FieldsOf<SeedFile> = { aws: true, qkms: true, alibaba: true, tencent: true };
const qkmsFields: FieldsOf<Omit<AwsSeed, "secrets" | "certificates">> = {
  accounts: true,
  keys: true,
  reservedAliases: true,
};
const awsFields: FieldsOf<AwsSeed> = { ...qkmsFields, secrets: true, certificates: true };
const awsSecretEntryFields: FieldsOf<AwsSecretScene & Counted & InAccount> = {
  account: true,
  ...awsSecretFields,
  count: true,
};
const awsEntryFields: FieldsOf<AwsKeyScene & Counted & InAccount> = { account: true, ...awsKeyFields, count: true };
const awsCertificateEntryFields: FieldsOf<AwsCertificateScene & Counted & InAccount> = {
  account: true,
  ...awsCertificateFields,
  count: true,
};
const alibabaFields: FieldsOf<AlibabaSeed> = { accounts: true, keys: true, secrets: true, certificates: true };
const alibabaEntryFields: FieldsOf<AlibabaKeyScene & Counted & InRegion> = {
  account: true,
  region: true,
  ...alibabaKeyFields,
  count: true,
};
const tencentFields: FieldsOf<TencentSeed> = { accounts: true, keys: true, secrets: true };
const tencentEntryFields: FieldsOf<TencentKeyScene & Counted & InRegion> = {
  account: true,
  region: true,
  ...tencentKeyFields,
  count: true,
};
const secretFields = { account: true, region: true, name: true, tags: true } as const;
const certificateFields = { account: true, region: true, tags: true } as const;

function seedAws(
  seed: AwsSeed,
  place: string,
  cloud: SeededClouds["aws"],
  fields: Readonly<Record<string, true>>,
): void {
  refuseUnknownFields(seed, place, fields);
  checkAwsSeed(seed, place);
  if (cloud === false) return;
  const { accounts = [], keys = [], reservedAliases = [] } = seed;
  for (const [index, account] of accounts.entries()) cloud.accounts.add(account, `${place}.accounts[${index}]`);
  for (const { account, count, ...scene } of keys) {
    const there = account === undefined ? cloud.keys : cloud.in(account);
    if (count === undefined) there.createKey(scene);
    else there.addMany(count, scene);
  }
  addSecretsAndCertificates(seed, cloud);
  for (const name of reservedAliases) cloud.keys.createAlias(name);
}

function addSecretsAndCertificates({ secrets = [], certificates = [] }: AwsSeed, cloud: SeededAws): void {
  for (const { account, count, ...scene } of secrets) {
    const there = cloud.secretsIn(account);
    if (count === undefined) there.createSecret(scene);
    else there.addMany(count, scene);
  }
  for (const { account, count, ...scene } of certificates) {
    const there = cloud.certificatesIn(account);
    if (count === undefined) there.createCertificate(scene);
    else there.addMany(count, scene);
  }
}

function checkAwsSeed({ accounts, keys, secrets, certificates, reservedAliases }: AwsSeed, place: string): void {
  requireList(`${place}.accounts`, accounts);
  requireList(`${place}.reservedAliases`, reservedAliases);
  checkEntries(`${place}.keys`, keys, awsEntryFields);
  checkEntries(`${place}.secrets`, secrets, awsSecretEntryFields);
  checkEntries(`${place}.certificates`, certificates, awsCertificateEntryFields);
}

function seedAlibaba(seed: AlibabaSeed, cloud: SeededClouds["alibaba"]): void {
  checkAlibabaSeed(seed);
  if (cloud === false) return;
  const { accounts = [], keys = [], secrets = [], certificates = [] } = seed;
  for (const [index, account] of accounts.entries()) cloud.accounts.add(account, `seed.alibaba.accounts[${index}]`);
  for (const { account, count, region = cloud.region, ...scene } of keys) {
    const there = cloud.in(region, account).keys;
    if (count === undefined) there.createKey(scene);
    else there.addMany(count, scene);
  }
  for (const { account, region = cloud.region, name, tags } of secrets) {
    cloud.in(region, account).secrets.createSecret(name, tags);
  }
  for (const { account, region = cloud.region, tags } of certificates) {
    cloud.in(region, account).certificates.create(tags);
  }
}

function checkAlibabaSeed(seed: AlibabaSeed): void {
  refuseUnknownFields(seed, "seed.alibaba", alibabaFields);
  requireList("seed.alibaba.accounts", seed.accounts);
  checkEntries("seed.alibaba.keys", seed.keys, alibabaEntryFields);
  checkEntries("seed.alibaba.secrets", seed.secrets, secretFields);
  checkEntries("seed.alibaba.certificates", seed.certificates, certificateFields);
}

function seedTencent(seed: TencentSeed, cloud: SeededClouds["tencent"]): void {
  refuseUnknownFields(seed, "seed.tencent", tencentFields);
  requireList("seed.tencent.accounts", seed.accounts);
  checkEntries("seed.tencent.keys", seed.keys, tencentEntryFields);
  checkEntries("seed.tencent.secrets", seed.secrets, secretFields);
  if (cloud === false) return;
  const { accounts = [], keys = [], secrets = [] } = seed;
  for (const [index, account] of accounts.entries()) cloud.accounts.add(account, `seed.tencent.accounts[${index}]`);
  for (const { account, count, region = cloud.region, ...scene } of keys) {
    const there = cloud.in(region, account).keys;
    if (count === undefined) there.createKey(scene);
    else there.addMany(count, scene);
  }
  for (const { account, region = cloud.region, name, tags } of secrets) {
    cloud.in(region, account).secrets.createSecret(name, tags);
  }
}

function checkEntries(place: string, entries: readonly unknown[] = [], fields: Readonly<Record<string, true>>): void {
  requireList(place, entries);
  for (const [index, entry] of entries.entries()) refuseUnknownFields(entry, `${place}[${index}]`, fields);
}

function requireList(place: string, value: unknown = []): void {
  if (!Array.isArray(value)) throw new TypeError(`${place} must be a list.`);
}
