import { aliasName, findAlias, requireOwnAliasName } from "./alias-checks.ts";
import { findKey } from "./find-key.ts";
import { deletionStates, refuseStates, requireCustomerManaged } from "./key-checks.ts";
import type { AwsOperation } from "./operation.ts";

export const updateAlias: AwsOperation = {
  requestsPerSecond: 5,
  changesKey: false,
  run(context) {
    const { account, parameters, region } = context;
    const name = aliasName(parameters);
    const target = parameters.string("TargetKeyId", { minimum: 1, maximum: 2048 });
    parameters.check();

    requireOwnAliasName(name);
    findAlias(context, name);
    const key = findKey(context, target);
    requireCustomerManaged(context, key);
    refuseStates(key, deletionStates);
    account.pointAlias(region, name, key.identity.id);
    return undefined;
  },
};
