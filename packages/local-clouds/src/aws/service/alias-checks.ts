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

/** The text is recorded (2023-04-13). Aliases under `alias/aws/` are AWS's own. */
export function requireOwnAliasName(name: string): void {
  if (!name.startsWith("alias/")) {
    throw awsError(
      "ValidationException",
      'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
    );
  }
  if (name.startsWith("alias/aws/")) throw awsError("NotAuthorizedException", "");
}

/**
 * An alias "can contain only alphanumeric characters, forward slashes (/), underscores (_), and dashes (-)", although its
 * pattern takes colons as well; InvalidAliasNameException is what the model has for it (SDK 3.1162.0, verified
 * 2026-11-29). Its text is not known.
 */
export function requireValidAliasName(name: string): void {
  if (!/^alias\/[a-zA-Z0-9/_-]+$/.test(name)) {
    throw awsError("InvalidAliasNameException", `The alias name ${name} is not valid.`);
  }
}

export function findAlias(context: OperationContext, name: string): AwsAlias {
  const alias = context.region.aliases.get(name);
  if (alias === undefined || context.account.targetOf(context.region, alias.target.current) === undefined) {
    const arn = context.account.arnOf(context.region.name, name);
    throw awsError("NotFoundException", `Alias ${arn} is not found.`);
  }
  return alias;
}
