import { awsError } from "../protocol/aws-error.ts";
import { aliasName, requireOwnAliasName, requireValidAliasName } from "./alias-checks.ts";
import { findKey } from "./find-key.ts";
import { deletionStates, refuseStates, requireCustomerManaged } from "./key-checks.ts";
import type { AwsOperation } from "./operation.ts";

export const createAlias: AwsOperation = {
  requestsPerSecond: 5,
  changesKey: false,
  run(context) {
    const { account, parameters, region } = context;
    const name = aliasName(parameters);
    const target = parameters.string("TargetKeyId", { minimum: 1, maximum: 2048 });
    parameters.check();

    requireOwnAliasName(name);
    requireValidAliasName(name);
    if (account.targetOf(region, region.aliases.get(name)?.target.current) !== undefined) {
      throw awsError(
        "AlreadyExistsException",
        `An alias with the name ${account.arnOf(region.name, name)} already exists`,
      );
    }
    const key = findKey(context, target);
    requireCustomerManaged(context, key);
    refuseStates(key, deletionStates);
    account.pointAlias(region, name, key.identity.id);
    return undefined;
  },
};
