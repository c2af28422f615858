import type { CallContext } from "../../driver/call-context.ts";
import type { KmsDriver } from "../../driver/kms-driver.ts";

/** A copy of a driver with some members replaced. Also works for drivers that are instances of a class. */
export function decorateDriver(driver: KmsDriver, changes: Partial<KmsDriver>): KmsDriver {
  return {
    contract: driver.contract,
    provider: driver.provider,
    title: driver.title,
    references: driver.references,
    capabilities: driver.capabilities,
    limits: driver.limits,
    rules: driver.rules,
    quotas: driver.quotas,
    permissions: driver.permissions,
    readTagsHidesUnknown: driver.readTagsHidesUnknown,
    sendsFullNames: driver.sendsFullNames,
    ...(driver.endpoint !== undefined && { endpoint: driver.endpoint }),
    scope: driver.scope,
    get native() {
      return driver.native;
    },
    identify: (context) => driver.identify(context),
    writeTags: (call, context) => driver.writeTags(call, context),
    removeTags: (call, context) => driver.removeTags(call, context),
    readTags: (call, context) => driver.readTags(call, context),
    describeResource: (call, context) => driver.describeResource(call, context),
    listResources: (call, context) => driver.listResources(call, context),
    readAccessPolicy: (call, context) => driver.readAccessPolicy(call, context),
    deleteKeyMaterial: (call, context) => driver.deleteKeyMaterial(call, context),
    classify: (error) => driver.classify(error),
    ...(driver.renewCredentials !== undefined && {
      renewCredentials: (context: CallContext) => driver.renewCredentials?.(context) ?? Promise.resolve(false),
    }),
    close: () => driver.close(),
    ...changes,
  };
}
