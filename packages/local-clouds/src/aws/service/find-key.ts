import { awsError } from "../protocol/aws-error.ts";
import type { AwsAlias } from "../state/aws-region.ts";
import { symmetricDefault } from "../state/key-specs.ts";
import type { KmsKey } from "../state/kms-key.ts";
import type { OperationContext } from "./operation.ts";

const keyIdShape = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/;

/**
 * The key that a request names by id or ARN. Texts as recorded (verified 2026-11-22): an id of no known shape is also
 * "not found", and the refusal of an ARN of another region names that region.
 */
export function findKey(context: OperationContext, named: string): KmsKey {
  return findKeyById(context, keyIdOf(context, named, refuseAlias));
}

/** The same for operations that also take an alias name or ARN. */
export function findKeyOrAlias(context: OperationContext, named: string): KmsKey {
  return findKeyById(context, keyIdOf(context, named, targetOfAlias));
}

function keyIdOf(
  context: OperationContext,
  named: string,
  aliasRule: (context: OperationContext, alias: string) => string,
): string {
  if (named.startsWith("alias/")) return aliasRule(context, named);
  if (!named.startsWith("arn:")) {
    if (!keyIdShape.test(named)) throw awsError("NotFoundException", `Invalid keyId '${named}'`);
    return named;
  }
  const resource = resourceIn(context, named);
  if (resource.startsWith("alias/")) return aliasRule(context, resource);
  if (!resource.startsWith("key/")) throw awsError("InvalidArnException", `Invalid arn ${named}`);
  const id = resource.slice("key/".length);
  if (!keyIdShape.test(id)) throw doesNotExist(named);
  return id;
}

/** The part of an ARN behind the account, if the ARN is one of this account and region. */
function resourceIn(context: OperationContext, arn: string): string {
  const [, partition, service, region = "", account = "", ...rest] = arn.split(":");
  const resource = rest.join(":");
  if (partition !== "aws" || service !== "kms" || region === "" || account === "" || resource === "") {
    throw awsError("InvalidArnException", `Invalid arn ${arn}`);
  }
  if (region !== context.region.name) throw awsError("NotFoundException", `Invalid arn ${region}`);
  if (account !== context.account.id) throw otherAccount(context, arn);
  return resource;
}

function findKeyById(context: OperationContext, id: string): KmsKey {
  const key = context.region.items.get(id);
  if (key === undefined || !key.created.read() || context.account.isGone(key)) {
    throw doesNotExist(context.account.arnOf(context.region.name, `key/${id}`));
  }
  context.account.settle(key);
  return key;
}

function refuseAlias(context: OperationContext, alias: string): never {
  if (context.account.settings.aliasError === "NotFoundException") {
    throw awsError("NotFoundException", `Invalid keyId '${alias}'`);
  }
  throw awsError("InvalidArnException", "Key Aliases are not supported for this operation.");
}

function targetOfAlias(context: OperationContext, name: string): string {
  const alias = context.region.aliases.get(name);
  const target = context.account.targetOf(context.region, alias?.target.read()) ?? makeReservedKey(context, alias);
  if (target === undefined) {
    throw awsError("NotFoundException", `Alias ${context.account.arnOf(context.region.name, name)} is not found.`);
  }
  return target;
}

/** Reading `alias/aws/...` that has no key yet makes AWS create the key it manages (SDK documentation, verified 2026-11-22). */
function makeReservedKey(context: OperationContext, alias: AwsAlias | undefined): string | undefined {
  if (alias === undefined || !alias.name.startsWith("alias/aws/") || alias.target.current !== undefined)
    return undefined;
  const { identity, created } = context.account.createKey({
    region: context.region,
    origin: "AWS_KMS",
    keySpec: symmetricDefault,
    keyUsage: "ENCRYPT_DECRYPT",
    description: `Default key that protects my ${alias.name.slice("alias/aws/".length)} data when no other key is defined`,
    manager: "AWS",
    tags: new Map(),
  });
  created.settle(true);
  alias.target.settle(identity.id);
  return identity.id;
}

function otherAccount(context: OperationContext, arn: string): Error {
  if (context.account.settings.otherAccountError === "NotFoundException") return doesNotExist(arn);
  return accessDenied(context, arn);
}

/** The wording of a denial because no policy allows the operation (recorded, verified 2026-11-22). */
export function accessDenied(context: OperationContext, arn: string): Error {
  const action = `kms:${context.operation}`;
  return awsError(
    "AccessDeniedException",
    `User: ${context.callerArn()} is not authorized to perform: ${action} on resource: ${arn} because no resource-based policy allows the ${action} action`,
  );
}

function doesNotExist(arn: string): Error {
  return awsError("NotFoundException", `Key '${arn}' does not exist`);
}
