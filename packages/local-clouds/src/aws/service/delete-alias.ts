import { aliasName, findAlias, requireOwnAliasName } from "./alias-checks.ts";
import type { AwsOperation } from "./operation.ts";

export const deleteAlias: AwsOperation = {
  requestsPerSecond: 15,
  changesKey: false,
  run(context) {
    const name = aliasName(context.parameters);
    context.parameters.check();

    requireOwnAliasName(name);
    findAlias(context, name).target.write(undefined);
    return undefined;
  },
};
