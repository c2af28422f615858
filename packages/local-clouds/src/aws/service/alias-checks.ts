import { awsError } from "../protocol/aws-error.ts";
import type { Parameters } from "../protocol/parameters.ts";
import type { AwsAlias } from "../state/aws-region.ts";
import type { OperationContext } from "./operation.ts";

export function aliasName(parameters: Parameters): string {
  return parameters.string("AliasName", {
    minimum: 1,
    maximum: 256,
    pattern: /^[a-zA-Z0-9:/_-]+$/,
  });
}

/** Aliases under `alias/aws/` are AWS's own. */
export function requireOwnAliasName(name: string): void {
  if (!name.startsWith("alias/"))
    throw awsError("ValidationException", "Invalid identifier: alias names begin with alias/");
  if (name.startsWith("alias/aws/")) throw awsError("NotAuthorizedException", "");
}

export function findAlias(context: OperationContext, name: string): AwsAlias {
  const alias = context.region.aliases.get(name);
  if (alias === undefined || context.account.targetOf(context.region, alias.target.current) === undefined) {
    const arn = context.account.arnOf(context.region.name, name);
    throw awsError("NotFoundException", `Alias ${arn} is not found.`);
  }
  return alias;
}
