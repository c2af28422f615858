import type {
  DriverScope,
  ParsedReference,
  Reference,
  ReferenceGrammar,
  ReferenceProblem,
  ResourceKind,
} from "@crosstag/core/driver";
import { ACCOUNT_NUMBER } from "./account-number.ts";

// KMS and RAM name a resource `acs:kms:…`, the Tag service names it `arn:acs:kms:…`.
const FULL_NAME = /^(?:arn:)?acs:/;

/** Region, account, kind and name in a full name. */
const FACTS = /^(?:arn:)?acs:kms:([^:]+):([^:]+):([a-z]+)\/(.+)$/s;

/** Key ids are `key-…` for keys of KMS instances and UUIDs for older keys. */
const BARE_KEY_ID = /^(?:key-[A-Za-z0-9-]+|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$/;

interface ResourceForm {
  readonly kind: ResourceKind;
  readonly alias: boolean;
  readonly name: RegExp;
  readonly allowed: string;
}

const RESOURCE_FORMS: Readonly<Record<string, ResourceForm>> = {
  key: { kind: "key", alias: false, name: /^[A-Za-z0-9-]{1,128}$/, allowed: "letters, digits and -" },
  secret: {
    kind: "secret",
    alias: false,
    name: /^[A-Za-z0-9_/+=.@-]{1,256}$/,
    allowed: "letters, digits and _ / + = . @ -",
  },
  certificate: { kind: "certificate", alias: false, name: /^[A-Za-z0-9-]{1,128}$/, allowed: "letters, digits and -" },
  alias: { kind: "key", alias: true, name: /^[A-Za-z0-9_/-]{1,255}$/, allowed: "letters, digits and _ / -" },
};

const FORMS = [
  "acs:kms:<region>:<account>:key/<key id>",
  "acs:kms:<region>:<account>:secret/<secret name>",
  "acs:kms:<region>:<account>:certificate/<certificate id>",
  "acs:kms:<region>:<account>:alias/<alias name>",
  "arn:acs:kms:<region>:<account>:…",
  "key/<key id>",
  "secret/<secret name>",
  "certificate/<certificate id>",
  "alias/<alias name>",
  "<key id>",
] as const;

/** The names of keys, secrets, certificates and aliases. */
export const references: ReferenceGrammar = {
  forms: FORMS,
  claims: (text) => FULL_NAME.test(text),
  parse: (text, scope) => (FULL_NAME.test(text) ? parseFullName(text, scope) : parseShortName(text)),
  factsOf: (text) => {
    const [, region, account, type = "", name] = FACTS.exec(text) ?? [];
    const form = Object.hasOwn(RESOURCE_FORMS, type) ? RESOURCE_FORMS[type] : undefined;
    if (form === undefined || region === undefined || account === undefined || name === undefined) return undefined;
    return { kind: form.kind, id: form.alias ? `${type}/${name}` : name, region, account };
  },
  format: ({ kind, id, alias, region, account }, scope) => {
    const name = alias ? id : `${kind}/${id}`;
    const knownAccount = account ?? scope.account;
    if (knownAccount !== undefined) return `acs:kms:${region ?? scope.region}:${knownAccount}:${name}`;
    return kind === "key" && BARE_KEY_ID.test(id) ? id : name;
  },
};

function parseFullName(text: string, scope: DriverScope): ParsedReference {
  const [, service, region, account, ...rest] = text.replace(/^arn:/, "").split(":");
  if (service !== "kms" || region === undefined || account === undefined || rest.length !== 1) {
    return refuse("This is not the name of a KMS resource.", `Write ${FORMS[0]}, or ${FORMS[1]}.`);
  }
  if (region !== scope.region) {
    return refuse(
      region === ""
        ? "The region is missing."
        : `The region is ${quote(region)}, but this cloud is configured for ${quote(scope.region)}.`,
      region === "" ? `Write ${FORMS[0]}.` : `Correct the name, or configure a cloud for the region ${quote(region)}.`,
    );
  }
  if (!ACCOUNT_NUMBER.test(account)) {
    return refuse(
      "The account is missing or is not the number of an account.",
      `Write ${FORMS[0]} with the number of the Alibaba Cloud account.`,
    );
  }
  if (scope.account !== undefined && account !== scope.account) {
    return refuse(
      `The account is ${quote(account)}, but this cloud is configured for ${quote(scope.account)}.`,
      `Correct the name, or configure a cloud for the account ${quote(account)}.`,
    );
  }
  const parsed = parseResource(rest[0] ?? "", text);
  if ("problem" in parsed) return parsed;
  const { provider, kind, id, alias } = parsed.reference;
  return { reference: { provider, kind, id, alias, region, account, text } };
}

function parseShortName(text: string): ParsedReference {
  return BARE_KEY_ID.test(text)
    ? { reference: { provider: "alibaba", kind: "key", id: text, alias: false, text } }
    : parseResource(text, text);
}

function parseResource(resource: string, text: string): ParsedReference {
  const slash = resource.indexOf("/");
  const type = resource.slice(0, Math.max(slash, 0));
  const form = Object.hasOwn(RESOURCE_FORMS, type) ? RESOURCE_FORMS[type] : undefined;
  if (form === undefined) {
    return refuse(
      "This does not name a kind of resource.",
      "Write key/<id>, secret/<name>, certificate/<id> or alias/<name>, or a bare key id.",
    );
  }
  const name = resource.slice(slash + 1);
  if (!form.name.test(name)) {
    return refuse(
      name === ""
        ? `There is no name after "${type}/".`
        : `The name after "${type}/" is too long or has a character that is not allowed.`,
      `Use ${form.allowed}. Patterns such as * are not names of resources.`,
    );
  }
  const reference: Reference = {
    provider: "alibaba",
    kind: form.kind,
    id: form.alias ? resource : name,
    alias: form.alias,
    text,
  };
  return { reference };
}

function refuse(problem: string, fix: string): ReferenceProblem {
  return { problem, fix };
}

function quote(text: string): string {
  return JSON.stringify(text);
}
