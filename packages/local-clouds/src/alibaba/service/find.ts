import {
  aliasNotFound,
  invalidParameter,
  keyNotFound,
  missingParameter,
  resourceNotFound,
  unsupportedAlias,
} from "../errors.ts";
import type { Key } from "../state/key.ts";
import type { Resource } from "../state/resource.ts";
import { arnOf, type ServiceContext } from "./context.ts";
import type { RequestParameters } from "./fields.ts";

/** Whether an operation takes an alias, or an alias's ARN, for a key. */
type AliasPolicy = "accept" | "refuse";

/** The key that an operation changes, by id, ARN or alias. */
export function keyToChange(reference: string, aliases: AliasPolicy, context: ServiceContext): Key {
  const key = context.keys.find(keyIdOf(reference, aliases, context));
  if (key === undefined) throw keyNotFound();
  return key;
}

/** The key that an operation reads, by id, ARN or alias. */
export function keyToRead(reference: string, aliases: AliasPolicy, context: ServiceContext): Key {
  const key = context.keys.findVisible(keyIdOf(reference, aliases, context));
  if (key === undefined) throw keyNotFound();
  return key;
}

function keyIdOf(reference: string, aliases: AliasPolicy, context: ServiceContext): string {
  const local = localPart(reference, context);
  if (!local.startsWith("alias/")) return local.startsWith("key/") && local !== reference ? local.slice(4) : local;
  if (aliases === "refuse") throw unsupportedAlias();
  const keyId = context.keys.aliases.get(local);
  if (keyId === undefined) throw aliasNotFound();
  return keyId;
}

/** What follows account and region in an ARN of this account and region; undefined for other ARNs. */
function localPart(reference: string, context: ServiceContext): string {
  if (!reference.startsWith("acs:")) return reference;
  const here = arnOf(context, "", "").slice(0, -1);
  if (!reference.startsWith(here)) throw keyNotFound();
  return reference.slice(here.length);
}

const targetParameters = ["KeyId", "SecretName", "CertificateId"] as const;

/** The resource that a single tag call names, by exactly one of three parameters; an empty one counts as absent. */
export function tagTarget(
  parameters: RequestParameters,
  aliases: AliasPolicy,
): (context: ServiceContext) => Resource | Key {
  const given = targetParameters.filter((name) => parameters[name] !== undefined && parameters[name] !== "");
  const [name, second] = given;
  if (name === undefined) throw missingParameter("KeyId");
  if (second !== undefined) throw invalidParameter(second);
  const id = parameters[name] ?? "";
  return (context) => {
    if (name === "KeyId") return keyToChange(id, aliases, context);
    const resource = (name === "SecretName" ? context.secrets : context.certificates).find(id);
    if (resource === undefined) throw resourceNotFound();
    return resource;
  };
}
