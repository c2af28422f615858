import type { AlibabaCredentials } from "./alibaba/protocol/credentials.ts";
import { defaultAlibabaSettings } from "./alibaba/settings.ts";
import type { AwsCredentials } from "./aws/protocol/credential-store.ts";
import { awsDefaultSettings } from "./aws/settings.ts";
import type { CloudOptions } from "./cloud-options.ts";
import { refuseUnknownFields, type FieldsOf } from "./known-fields.ts";
import type { AlibabaOptions } from "./local-alibaba.ts";
import type { AwsOptions } from "./local-aws.ts";
import type { LocalCloudsOptions } from "./start-local-clouds.ts";
import type { Consistency } from "./state/versioned.ts";
import { isStructure } from "./is-structure.ts";

const allOptions: FieldsOf<LocalCloudsOptions> = {
  aws: true,
  qkms: true,
  alibaba: true,
  seed: true,
  clock: true,
  ids: true,
  host: true,
  allowedHosts: true,
};
const cloudOptions: FieldsOf<AwsOptions & AlibabaOptions> = {
  regions: true,
  account: true,
  credentials: true,
  settings: true,
  sts: true,
  quotas: true,
  quotaBurstSeconds: true,
  consistency: true,
  requestLogCapacity: true,
  port: true,
};
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

/** Throws a `TypeError` that names the wrong option and what it must be. */
export function checkOptions(options: LocalCloudsOptions): void {
  refuseUnknownFields(options, "options", allOptions);
  for (const name of ["aws", "qkms"] as const) {
    const ofCloud = options[name];
    if (ofCloud === undefined || ofCloud === false) continue;
    checkCloud(name, ofCloud, awsDefaultSettings);
    if (ofCloud.account !== undefined && !/^\d{12}$/.test(ofCloud.account)) {
      throw new TypeError(`${name}.account must be twelve digits.`);
    }
    checkAwsCredentials(`${name}.credentials`, ofCloud.credentials);
  }
  const { alibaba } = options;
  if (alibaba === undefined || alibaba === false) return;
  checkCloud("alibaba", alibaba, defaultAlibabaSettings);
  if (alibaba.account !== undefined && !/^\d+$/.test(alibaba.account)) {
    throw new TypeError("alibaba.account must be digits.");
  }
  checkAlibabaCredentials("alibaba.credentials", alibaba.credentials);
}

function checkCloud(place: string, options: CloudOptions & AwsOrAlibaba, settings: object): void {
  refuseUnknownFields(options, place, cloudOptions);
  const known = Object.fromEntries(Object.keys(settings).map((name) => [name, true] as const));
  if (options.settings !== undefined) refuseUnknownFields(options.settings, `${place}.settings`, known);
  if (options.consistency !== undefined) {
    refuseUnknownFields(options.consistency, `${place}.consistency`, consistencyFields);
  }
  const { regions } = options;
  if (regions !== undefined) checkRegions(`${place}.regions`, regions);
  checkPort(place, options.port, place === "alibaba" ? (regions?.length ?? 1) : 1);
}

type AwsOrAlibaba = Pick<AwsOptions | AlibabaOptions, "regions" | "settings">;

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
  checkCredentials(place, credentials, awsCredentials, "secretAccessKey");
}

export function checkAlibabaCredentials(place: string, credentials: unknown): void {
  checkCredentials(place, credentials, alibabaCredentials, "accessKeySecret");
}

/** Messages leave out the values: they are secrets. */
function checkCredentials(
  place: string,
  credentials: unknown,
  fields: Readonly<Record<string, true>>,
  secret: string,
): void {
  if (credentials === undefined) return;
  if (!Array.isArray(credentials)) {
    throw new TypeError(`${place} must be a list: write [{ accessKeyId: "…", ${secret}: "…" }].`);
  }
  for (const [index, entry] of credentials.entries()) {
    refuseUnknownFields(entry, `${place}[${index}]`, fields);
    for (const name of ["accessKeyId", secret]) {
      const value = isStructure(entry) ? entry[name] : undefined;
      if (typeof value !== "string" || value === "") throw new TypeError(`${place}[${index}].${name} must be a text.`);
    }
  }
}
