import type { RequestParameters } from "./sample.ts";

/** What a request of a cloud is about, whatever the cloud calls it. */
export interface WireSubject {
  readonly resources: readonly string[];
  /** Pairs of tag keys and values. */
  readonly tags: readonly (readonly [key: string, value: string])[];
  readonly tagKeys: readonly string[];
  /** Every tag is meant. */
  readonly all: boolean;
}

const RESOURCE_FIELDS: readonly (readonly [name: string, prefix: string])[] = [
  ["KeyId", ""],
  ["SecretName", "secret/"],
  ["CertificateId", "certificate/"],
  ["ResourceId", ""],
  ["ResourceList", ""],
];

/** Reads resources, tags and tag keys from the parameters of any of the clouds' operations. */
export function wireSubject(parameters: RequestParameters): WireSubject {
  const kind = parameters["ResourceType"];
  const kindPrefix = kind === "secret" || kind === "certificate" ? `${kind}/` : "";
  return {
    resources: RESOURCE_FIELDS.flatMap(([name, prefix]) =>
      textsOf(parameters[name]).map((id) => `${name === "ResourceId" ? kindPrefix : prefix}${id}`),
    ),
    tags: [...recordsOf(parameters["Tags"]), ...recordsOf(parameters["Tag"])].flatMap((tag) => {
      const key = tag["TagKey"] ?? tag["Key"];
      const value = tag["TagValue"] ?? tag["Value"];
      return typeof key === "string" ? [[key, typeof value === "string" ? value : ""] as const] : [];
    }),
    tagKeys: ["TagKeys", "TagKey"].flatMap((name) => textsOf(decoded(parameters[name]))),
    all: parameters["All"] === true,
  };
}

function textsOf(value: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.filter((item) => typeof item === "string");
}

function recordsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  const list = decoded(value);
  const items: readonly unknown[] = Array.isArray(list) ? list : [];
  return items.flatMap((item) => (typeof item === "object" && item !== null ? [{ ...item }] : []));
}

/** Alibaba Cloud takes some lists as texts of JSON. */
function decoded(value: unknown): unknown {
  if (typeof value !== "string" || !value.startsWith("[")) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
