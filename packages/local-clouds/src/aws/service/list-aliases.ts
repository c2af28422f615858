import type { AwsAlias } from "../state/aws-region.ts";
import { findKey } from "./find-key.ts";
import type { AwsOperation, OperationContext } from "./operation.ts";
import { pageOf, pageRequest } from "./pages.ts";

export const listAliases: AwsOperation = {
  requestsPerSecond: 500,
  changesKey: false,
  run(context) {
    const { parameters, region } = context;
    const keyId = parameters.optionalString("KeyId", { minimum: 1, maximum: 2048 });
    const request = pageRequest(parameters, { accepted: 1000, maximum: 100, default: 50 });
    parameters.check();

    const target = keyId === undefined ? undefined : findKey(context, keyId).identity.id;
    const aliases = [...region.aliases.values()].filter((alias) =>
      target === undefined ? isListed(context, alias) : alias.target.read() === target,
    );
    const scope = `ListAliases ${target ?? ""}`;
    const page = pageOf(aliases, request(scope), scope);
    return { Aliases: page.items.map((alias) => aliasEntry(alias)), ...page.rest };
  },
};

/** A reserved alias of AWS is listed even while it has no key. */
function isListed({ account, region }: OperationContext, alias: AwsAlias): boolean {
  return account.targetOf(region, alias.target.read()) !== undefined || alias.name.startsWith("alias/aws/");
}

function aliasEntry(alias: AwsAlias): Readonly<Record<string, unknown>> {
  const target = alias.target.read();
  const times = { CreationDate: alias.createdAt / 1000, LastUpdatedDate: alias.updatedAt / 1000 };
  return {
    AliasArn: alias.arn,
    AliasName: alias.name,
    ...(target !== undefined && { TargetKeyId: target, ...times }),
  };
}
