import type {
  DriverScope,
  ParsedReference,
  Reference,
  ReferenceGrammar,
  ReferenceProblem,
} from "@crosstag/core/driver";
import type { ResourceType } from "./resource-type.ts";

/** What the Tag service calls a resource: with the account that created it, the main account or a user of it. */
const RESOURCE_ID = /^creatorUin\/(\d{1,20})\/(.+)$/;

/**
 * The names of one type of resource. `Reference.id` is the resource id, `creatorUin/<creator>/<id>`: the Tag service knows
 * resources by no other name. An id alone is a part of a name, which a description completes.
 *
 * A full name has six segments, of which the second is a project of an earlier form of the name and otherwise empty.
 */
export function referencesOf(type: ResourceType): ReferenceGrammar {
  const { service, kind, bareIds } = type;
  const start = new RegExp(`^qcs:\\d*:${service.name}:`);
  // Of every other service, too, but only one driver can say what is wrong with it.
  const claimed = bareIds ? /^qcs:(?!\d*:ssm:)/ : start;
  const facts = new RegExp(`${start.source}([^:]*):(?:uin/)?(\\d*):${kind}/(creatorUin/\\d+/[^/]+)$`);
  return {
    forms: formsOf(type),
    claims: (text) => claimed.test(text),
    parse: (text, scope) => (text.startsWith("qcs:") ? parseFullName(type, text, scope) : parseShortName(type, text)),
    factsOf: (text) => {
      const [, region, account, id] = facts.exec(text) ?? [];
      return !region || !account || id === undefined ? undefined : { kind, id, region, account };
    },
    format: (reference, scope) => {
      if (reference.alias) return bareIds ? reference.id : `${kind}/${reference.id}`;
      const isKnown = (reference.account ?? scope.account) !== undefined;
      return isKnown ? resourceNameOf(type, reference, scope) : `${kind}/${reference.id}`;
    },
  };
}

/** The id of a resource in calls to its own service. */
export function ownIdOf({ id }: Pick<Reference, "id">): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

/** The six-segment name of a resource in calls to the Tag service. */
export function resourceNameOf({ service, kind }: ResourceType, reference: Reference, scope: DriverScope): string {
  const { id, region = scope.region, account = scope.account ?? "" } = reference;
  return `qcs::${service.name}:${region}:uin/${account}:${kind}/${id}`;
}

function formsOf({ service, kind, idForm, bareIds }: ResourceType): readonly string[] {
  const id = `creatorUin/<creator>/${idForm}`;
  return [
    `qcs::${service.name}:<region>:uin/<account>:${kind}/${id}`,
    `${kind}/${id}`,
    ...(bareIds ? [id] : []),
    `${kind}/${idForm}`,
    ...(bareIds ? [idForm] : []),
  ];
}

function parseFullName(type: ResourceType, text: string, scope: DriverScope): ParsedReference {
  const [form] = formsOf(type);
  const [, project = "", service, region, owner = "", ...rest] = text.split(":");
  if (!/^\d*$/.test(project) || service !== type.service.name || region === undefined || rest.length !== 1)
    return refuse(`This is not the name of a ${type.kind}.`, `Write ${form}.`);
  if (region !== scope.region)
    return refuse(
      region === ""
        ? "The region is missing."
        : `The region is ${quote(region)}, but this cloud is configured for ${quote(scope.region)}.`,
      region === "" ? `Write ${form}.` : `Correct the name, or configure a cloud for the region ${quote(region)}.`,
    );
  const account = owner.replace(/^uin\//, "");
  if (!/^\d{1,20}$/.test(account))
    return refuse("The account is missing or is not a number.", `Write ${form} with the number of the main account.`);
  if (scope.account !== undefined && account !== scope.account)
    return refuse(
      `The account is ${quote(account)}, but this cloud is configured for ${quote(scope.account)}.`,
      `Correct the name, or configure a cloud for the account ${quote(account)}.`,
    );
  const parsed = parseResource(type, rest[0] ?? "", text);
  return "problem" in parsed ? parsed : { reference: { ...parsed.reference, region, account } };
}

function parseShortName(type: ResourceType, text: string): ParsedReference {
  return type.bareIds && type.id.test(text) ? { reference: short(type, text, text) } : parseResource(type, text, text);
}

function parseResource(type: ResourceType, resource: string, text: string): ParsedReference {
  const { kind, id, bareIds, idForm } = type;
  const prefix = `${kind}/`;
  const name = resource.startsWith(prefix) ? resource.slice(prefix.length) : resource;
  if (name === resource && !(bareIds && RESOURCE_ID.test(name)))
    return refuse(
      "This does not name a kind of resource.",
      `Write ${formsOf(type).slice(1).join(", or ")}. Aliases of Tencent Cloud KMS are descriptions, which no operation accepts.`,
    );
  if (id.test(name)) return { reference: short(type, name, text) };
  const [, , ownId = ""] = RESOURCE_ID.exec(name) ?? [];
  if (!id.test(ownId))
    return refuse(
      name === "" ? `There is no name after "${prefix}".` : `The name after "${prefix}" is not that of a ${kind}.`,
      `Write ${prefix}creatorUin/<creator>/${idForm}, or ${prefix}${idForm}${bareIds ? "; a key id is a UUID" : ""}. Patterns such as * are not names of resources.`,
    );
  return { reference: { provider: "tencent", kind, id: name, alias: false, text } };
}

/** Who created the resource is not known: its description says it. */
function short({ kind }: ResourceType, id: string, text: string): Reference {
  return { provider: "tencent", kind, id, alias: true, short: true, text };
}

function refuse(problem: string, fix: string): ReferenceProblem {
  return { problem, fix };
}

function quote(text: string): string {
  return JSON.stringify(text);
}
