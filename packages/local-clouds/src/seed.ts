import type { AlibabaKeyScene } from "./alibaba/scene.ts";
import type { AwsKeyScene, AwsKeys } from "./aws/aws-scene.ts";
import type { LocalAlibaba } from "./local-alibaba.ts";

/** What is there when the clouds start: plain data, so that it can stand in a JSON file. */
export interface SeedFile {
  readonly aws?: AwsSeed;
  readonly qkms?: AwsSeed;
  readonly alibaba?: AlibabaSeed;
}

interface Counted {
  /** Make that many, alike but for their ids. Default 1. */
  readonly count?: number;
}

export interface AwsSeed {
  readonly keys?: readonly (AwsKeyScene & Counted)[];
  /** Aliases that AWS reserves for keys it has not made yet, such as `alias/aws/s3`; in the first region. */
  readonly reservedAliases?: readonly string[];
}

interface InRegion {
  /** Default: the first region. */
  readonly region?: string;
}

export interface AlibabaSeed {
  readonly keys?: readonly (AlibabaKeyScene & Counted & InRegion)[];
  readonly secrets?: readonly (InRegion & {
    readonly name: string;
    readonly tags?: Readonly<Record<string, string>>;
  })[];
  readonly certificates?: readonly (InRegion & {
    readonly tags?: Readonly<Record<string, string>>;
  })[];
}

interface SeededClouds {
  readonly aws: { readonly keys: AwsKeys } | false;
  readonly qkms: { readonly keys: AwsKeys } | false;
  readonly alibaba: Pick<LocalAlibaba, "in" | "region"> | false;
}

/**
 * Puts the seed in place. A seed for a cloud that was not started is left out. Throws a `TypeError` that names the place
 * of any field that does not exist, since a misspelt field would otherwise go unnoticed.
 */
export function plantSeed(seed: SeedFile, clouds: SeededClouds): void {
  refuseUnknownFields(seed, "seed", ["aws", "qkms", "alibaba"]);
  if (seed.aws !== undefined) plantAws(seed.aws, "seed.aws", clouds.aws);
  if (seed.qkms !== undefined) plantAws(seed.qkms, "seed.qkms", clouds.qkms);
  if (seed.alibaba !== undefined) plantAlibaba(seed.alibaba, clouds.alibaba);
}

const keyFields = [
  "region",
  "keyId",
  "origin",
  "imported",
  "keySpec",
  "description",
  "tags",
  "state",
  "aliases",
  "count",
];
const awsKeyFields = [...keyFields, "keyUsage", "multiRegion", "manager", "policy"];
const alibabaKeyFields = [...keyFields, "deletionProtection"];

function plantAws(seed: AwsSeed, place: string, cloud: SeededClouds["aws"]): void {
  refuseUnknownFields(seed, place, ["keys", "reservedAliases"]);
  for (const [index, entry] of (seed.keys ?? []).entries()) {
    refuseUnknownFields(entry, `${place}.keys[${index}]`, awsKeyFields);
    const { count, ...scene } = entry;
    if (cloud === false) continue;
    if (count === undefined) cloud.keys.createKey(scene);
    else cloud.keys.addMany(count, scene);
  }
  if (cloud === false) return;
  for (const name of seed.reservedAliases ?? []) cloud.keys.createAlias(name);
}

function plantAlibaba(seed: AlibabaSeed, cloud: SeededClouds["alibaba"]): void {
  refuseUnknownFields(seed, "seed.alibaba", ["keys", "secrets", "certificates"]);
  for (const [index, entry] of (seed.keys ?? []).entries()) {
    refuseUnknownFields(entry, `seed.alibaba.keys[${index}]`, alibabaKeyFields);
    const { count, region, ...scene } = entry;
    if (cloud === false) continue;
    const { keys } = cloud.in(region ?? cloud.region);
    if (count === undefined) keys.createKey(scene);
    else keys.addMany(count, scene);
  }
  for (const [index, entry] of (seed.secrets ?? []).entries()) {
    refuseUnknownFields(entry, `seed.alibaba.secrets[${index}]`, ["region", "name", "tags"]);
    if (cloud !== false) cloud.in(entry.region ?? cloud.region).secrets.createSecret(entry.name, entry.tags);
  }
  for (const [index, entry] of (seed.certificates ?? []).entries()) {
    refuseUnknownFields(entry, `seed.alibaba.certificates[${index}]`, ["region", "tags"]);
    if (cloud !== false) cloud.in(entry.region ?? cloud.region).certificates.create(entry.tags);
  }
}

function refuseUnknownFields(value: object, place: string, known: readonly string[]): void {
  const unknown = Object.keys(value).find((field) => !known.includes(field));
  if (unknown !== undefined) {
    throw new TypeError(`${place}.${unknown} is not a field; fields are ${known.join(", ")}.`);
  }
}
