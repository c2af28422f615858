import type { AlibabaCredentials } from "./alibaba/protocol/credentials.ts";
import { defaultAlibabaSettings } from "./alibaba/settings.ts";
import type { AwsCredentials } from "./aws/protocol/credential-store.ts";
import { awsDefaultSettings } from "./aws/settings.ts";
import type { CloudOptions } from "./cloud-options.ts";
import { refuseUnknownFields, type FieldsOf } from "./known-fields.ts";
import type { AlibabaOptions } from "./local-alibaba.ts";
import type { AwsOptions } from "./local-aws.ts";
import type { TencentOptions } from "./local-tencent.ts";
import type { LocalCloudsOptions } from "./start-local-clouds.ts";
import type { Consistency } from "./state/versioned.ts";
import { isStructure } from "./is-structure.ts";
import type { TencentCredentials } from "./tencent/protocol/credentials.ts";
import { defaultTencentSettings } from "./tencent/settings.ts";

const allOptions: FieldsOf<LocalCloudsOptions> = {
  aws: true,
  qkms: true,
  alibaba: true,
  tencent: true,
  seed: true,
  clock: true,
  ids: true,
  host: true,
  allowedHosts: true,
};
const tencentOptions: FieldsOf<TencentOptions> = {
  regions: true,
  account: true,
  credentials: true,
  settings: true,
  quotas: true,
  quotaBurstSeconds: true,
  consistency: true,
  requestLogCapacity: true,
  port: true,
};
const cloudOptions: FieldsOf<AwsOptions & AlibabaOptions> = { ...tencentOptions, sts: true };
const consistencyFields: FieldsOf<Consistency> = { delayMs: true, flapping: true };
const awsCredentials: FieldsOf<AwsCredentials> = {
  accessKeyId: true,
  secretAccessKey: true,
  sessionToken: true,
  expiresAt: true,
  expiresAfterCalls: true,
  deniedOperations: true,
  principal: true,
  account: true,
};
const alibabaCredentials: FieldsOf<AlibabaCredentials> = {
  accessKeyId: true,
  accessKeySecret: true,
  securityToken: true,
  expiresAt: true,
  expiresAfterCalls: true,
  principal: true,
  account: true,
  disabled: true,
  deniedOperations: true,
};
const tencentCredentials: FieldsOf<TencentCredentials> = {
  secretId: true,
  secretKey: true,
  token: true,
  expiresAt: true,
  expiresAfterCalls: true,
  disabled: true,
  deniedOperations: true,
  account: true,
  uin: true,
  role: true,
};

/** Throws a `TypeError` that names the wrong option and what it must be. */
export function checkOptions(options: LocalCloudsOptions): void {
  refuseUnknownFields(options, "options", allOptions);
  for (const name of ["aws", "qkms"] as const) {
    const ofCloud = options[name];
    if (ofCloud === undefined || ofCloud === false) continue;
    checkCloud(name, ofCloud, { fields: cloudOptions, settings: awsDefaultSettings, endpoints: 1 });
    if (ofCloud.account !== undefined && !/^\d{12}$/.test(ofCloud.account)) {
      throw new TypeError(`${name}.account must be twelve digits.`);
    }
    checkAwsCredentials(`${name}.credentials`, ofCloud.credentials);
  }
  if (options.alibaba !== undefined && options.alibaba !== false) checkAlibaba(options.alibaba);
  if (options.tencent !== undefined && options.tencent !== false) checkTencent(options.tencent);
}

function checkAlibaba(options: AlibabaOptions): void {
  const endpoints = options.regions?.length ?? 1;
  checkCloud("alibaba", options, { fields: cloudOptions, settings: defaultAlibabaSettings, endpoints });
  if (options.account !== undefined && !/^\d+$/.test(options.account)) {
    throw new TypeError("alibaba.account must be digits.");
  }
  checkAlibabaCredentials("alibaba.credentials", options.credentials);
}

function checkTencent(options: TencentOptions): void {
  checkCloud("tencent", options, { fields: tencentOptions, settings: defaultTencentSettings, endpoints: 1 });
  if (options.account !== undefined && !/^\d{1,15}$/.test(options.account)) {
    throw new TypeError("tencent.account must be up to 15 digits.");
  }
  checkTencentCredentials("tencent.credentials", options.credentials);
}

interface KnownOptions {
  readonly fields: Readonly<Record<string, true>>;
  /** The defaults of all settings. */
  readonly settings: object;
  /** How many ports the cloud listens on. */
  readonly endpoints: number;
}

function checkCloud(
  place: string,
  options: CloudOptions & Pick<AwsOptions | AlibabaOptions | TencentOptions, "regions" | "settings">,
  { fields, settings, endpoints }: KnownOptions,
): void {
  refuseUnknownFields(options, place, fields);
  const known = Object.fromEntries(Object.keys(settings).map((name) => [name, true] as const));
  if (options.settings !== undefined) refuseUnknownFields(options.settings, `${place}.settings`, known);
  if (options.consistency !== undefined) {
    refuseUnknownFields(options.consistency, `${place}.consistency`, consistencyFields);
  }
  if (options.regions !== undefined) checkRegions(`${place}.regions`, options.regions);
  checkPort(place, options.port, endpoints);
}

function checkRegions(place: string, regions: unknown): void {
  if (!Array.isArray(regions)) throw new TypeError(`${place} must be a list: write [ "…" ].`);
  for (const [index, region] of regions.entries()) {
    if (typeof region !== "string" || !/^[a-z0-9-]+$/.test(region)) {
      throw new TypeError(`${place}[${index}] must be a region id.`);
    }
    if (regions.indexOf(region) < index) throw new TypeError(`${place} names ${region} twice.`);
  }
}

function checkPort(place: string, port: unknown, endpoints: number): void {
  if (port === undefined) return;
  if (typeof port !== "number" || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new TypeError(`${place}.port must be a whole number from 0 to 65535; 0 is any free port.`);
  }
  if (port + endpoints - 1 > 65_535) {
    throw new TypeError(`${place}.port is too high: ${endpoints} regions use that many ports in a row, up to 65535.`);
  }
}

export function checkAwsCredentials(place: string, credentials: unknown): void {
  checkCredentials(place, credentials, awsCredentials, ["accessKeyId", "secretAccessKey"]);
}

export function checkAlibabaCredentials(place: string, credentials: unknown): void {
  checkCredentials(place, credentials, alibabaCredentials, ["accessKeyId", "accessKeySecret"]);
}

export function checkTencentCredentials(place: string, credentials: unknown): void {
  checkCredentials(place, credentials, tencentCredentials, ["secretId", "secretKey"]);
}

/** Messages leave out the values: they are secrets. */
function checkCredentials(
  place: string,
  credentials: unknown,
  fields: Readonly<Record<string, true>>,
  [id, secret]: readonly [id: string, secret: string],
): void {
  if (credentials === undefined) return;
  if (!Array.isArray(credentials)) {
    throw new TypeError(`${place} must be a list: write [{ ${id}: "…", ${secret}: "…" }].`);
  }
  for (const [index, entry] of credentials.entries()) {
    refuseUnknownFields(entry, `${place}[${index}]`, fields);
    for (const name of [id, secret]) {
      const value = isStructure(entry) ? entry[name] : undefined;
      if (typeof value !== "string" || value === "") throw new TypeError(`${place}[${index}].${name} must be a text.`);
    }
  }
}
