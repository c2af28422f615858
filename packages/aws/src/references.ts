import type {
  DriverScope,
  ParsedReference,
  Reference,
  ReferenceFacts,
  ReferenceGrammar,
  ReferenceProblem,
} from "@crosstag/core/driver";
import type { Dialect } from "./dialects.ts";
import { partitionOf } from "./partitions.ts";

/** moto 5.2 names multi-Region keys with `mrk-` and a UUID (verified 2026-11-22); AWS omits the hyphens. */
const KEY_ID = /^(?:(?:mrk-)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/;
const ANY_KEY_ID = /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,2046}[A-Za-z0-9])?$/;
const ALIAS_NAME = /^alias\/[A-Za-z0-9/_-]{1,250}$/;

const PARTITION = /^aws(?:-[a-z]+)*$/;
const REGION = /^[a-z]{2,5}(?:-[a-z]+)+-\d{1,2}$/;
const ACCOUNT = /^\d{12}$/;

const FORMS: readonly string[] = [
  "arn:aws:kms:<region>:<account>:key/<key id>",
  "arn:aws:kms:<region>:<account>:alias/<name>",
  "key/<key id>",
  "<key id>",
  "alias/<name>",
];
const FIX_FORM = `Write one of: ${FORMS.join(", ")}.`;

/** The names of keys and aliases. A malformed name must not be sent: AWS reports it as a key that does not exist. */
export function referencesFor(dialect: Dialect): ReferenceGrammar {
  return {
    forms: FORMS,
    // `arn:acs:…` is a name of Alibaba Cloud's Tag service. A driver of its own answers for other services of AWS.
    claims: (text) => /^arn:(?!acs:)/i.test(text) && (dialect.name !== "aws" || otherServiceOf(text) === undefined),
    parse: (text, scope) => (text.startsWith("arn:") ? parseArn(dialect, text, scope) : parseName(dialect, text, text)),
    factsOf,
    format,
  };
}

function factsOf(text: string): ReferenceFacts | undefined {
  if (!text.startsWith("arn:")) return undefined;
  const { partition, service, region, account, resource } = partsOfArn(text);
  if (service !== "kms" || !PARTITION.test(partition) || region === "" || account === "") return undefined;
  const id = resource.startsWith("key/") ? resource.slice("key/".length) : resource;
  return id !== resource || id.startsWith("alias/") ? { kind: "key", id, region, account } : undefined;
}

function format(reference: Reference, scope: DriverScope): string {
  const { alias, id } = reference;
  return formatArn(reference, scope, "kms", alias ? id : `key/${id}`) ?? id;
}

function parseArn(dialect: Dialect, text: string, scope: DriverScope): ParsedReference {
  const parts = partsOfArn(text);
  const { partition, service, region, account, resource } = parts;
  if (service !== "" && service !== "kms") {
    return {
      problem: "This ARN belongs to another service; AWS KMS has keys only, no secrets or certificates.",
      fix: FIX_FORM,
    };
  }
  if (service === "" || hasMalformedPlace(parts)) {
    return { problem: "This is not a well-formed ARN of AWS KMS.", fix: FIX_FORM };
  }
  const elsewhere = placeProblem(parts, scope, dialect.name !== "aws");
  if (elsewhere !== undefined) return elsewhere;
  if (!resource.includes("/")) return { problem: "This ARN does not name a key or an alias.", fix: FIX_FORM };
  const named = parseName(dialect, resource, text);
  if ("problem" in named) return named;
  const { provider, kind, id, alias } = named.reference;
  return { reference: { provider, kind, id, alias, partition, region, account, text } };
}

function parseName(dialect: Dialect, name: string, text: string): ParsedReference {
  if (name.startsWith("alias/")) return parseAlias(name, text);
  if (/^(?:secret|certificate)\//.test(name)) {
    return { problem: "AWS KMS has keys only, no secrets or certificates.", fix: FIX_FORM };
  }
  const id = name.startsWith("key/") ? name.slice("key/".length) : name;
  if ((dialect.strictKeyIds ? KEY_ID : ANY_KEY_ID).test(id)) {
    return { reference: { provider: "aws", kind: "key", id, alias: false, text } };
  }
  if (dialect.strictKeyIds && KEY_ID.test(id.toLowerCase())) {
    return { problem: "Key ids of AWS KMS are written in lower case.", fix: "Write the id in lower case." };
  }
  const form = dialect.strictKeyIds ? "a UUID, or mrk- and 32 hexadecimal digits" : "letters, digits, - and _";
  return { problem: `This is not a key id of ${dialect.title} (${form}).`, fix: FIX_FORM };
}

function parseAlias(name: string, text: string): ParsedReference {
  // Describing alias/aws/<service> can make AWS create a key (API reference of DescribeKey, verified 2026-11-22).
  if (/^alias\/aws(?:\/|$)/i.test(name)) {
    return {
      problem: "Aliases under alias/aws/ are for keys that AWS manages.",
      fix: "Name a customer managed key: AWS managed keys cannot be changed.",
    };
  }
  if (ALIAS_NAME.test(name)) return { reference: { provider: "aws", kind: "key", id: name, alias: true, text } };
  return {
    problem: "This is not an alias name (letters, digits, / - and _; at most 256 characters).",
    fix: FIX_FORM,
  };
}

/** The parts of an ARN. */
export interface ArnParts {
  /** `aws`, `aws-cn`… */
  readonly partition: string;
  /** `kms`, `secretsmanager`… */
  readonly service: string;
  /** The region. Empty: the resource has none. */
  readonly region: string;
  /** The account. Empty: the resource has none. */
  readonly account: string;
  /** What is left: `key/<key id>`, `secret:<name>`. */
  readonly resource: string;
}

const NO_PARTS: ArnParts = { partition: "", service: "", region: "", account: "", resource: "" };

/**
 * The ARN of a resource. Undefined: its account is not known.
 * @param name what follows the account
 */
export function formatArn(reference: Reference, scope: DriverScope, service: string, name: string): string | undefined {
  const { region = scope.region, account = scope.account, partition = scope.partition } = reference;
  if (account === undefined) return undefined;
  return `arn:${partition ?? partitionOf(region)}:${service}:${region}:${account}:${name}`;
}

/** The parts of an ARN; all are empty if one is missing. A regular expression would double the time of parsing. */
export function partsOfArn(text: string): ArnParts {
  const [scheme = "", partition = "", service = "", region = "", account = ""] = text.split(":", 5);
  const resourceAt = scheme.length + partition.length + service.length + region.length + account.length + 5;
  if (resourceAt > text.length) return NO_PARTS;
  return { partition, service, region, account, resource: text.slice(resourceAt) };
}

/** Whether a part that names a place is not as AWS writes it. */
export function hasMalformedPlace({ partition, region, account }: ArnParts): boolean {
  return !PARTITION.test(partition) || !REGION.test(region) || !ACCOUNT.test(account);
}

/**
 * Why a driver does not serve the place of an ARN; undefined if it does. Another region, account or partition has to be
 * refused before a call: AWS answers that the resource does not exist.
 * @param anyPartition the service does not know AWS's partitions. Default: false
 */
export function placeProblem(
  { partition, region, account }: ArnParts,
  scope: DriverScope,
  anyPartition = false,
): ReferenceProblem | undefined {
  const served = scope.partition ?? partitionOf(scope.region);
  if (!anyPartition && partition !== served) return mismatch("partition", partition, served);
  if (region !== scope.region) return mismatch("region", region, scope.region);
  if (scope.account !== undefined && account !== scope.account) return mismatch("account", account, scope.account);
  return undefined;
}

function mismatch(what: string, given: string, served: string): ReferenceProblem {
  return {
    problem: `The ${what} is ${JSON.stringify(given)}, but this cloud is configured for ${JSON.stringify(served)}.`,
    fix: `Correct the ARN, or configure a cloud for the ${what} ${JSON.stringify(given)}.`,
  };
}

/** Names of resources with tags that are not of AWS KMS, and the service that has them. */
const OF_OTHERS: readonly (readonly [name: RegExp, service: string])[] = [
  [/^arn:[^:]*:secretsmanager:/i, "AWS Secrets Manager"],
  [/^arn:[^:]*:acm(?:-pca)?:/i, "AWS Certificate Manager"],
  [/^arn:[^:]*:iam:[^:]*:[^:]*:server-certificate\//i, "AWS Certificate Manager"],
];

/** The service of AWS, other than KMS, that answers for a name. Undefined: no service that is served. */
export function otherServiceOf(text: string): string | undefined {
  return OF_OTHERS.find(([name]) => name.test(text))?.[1];
}
