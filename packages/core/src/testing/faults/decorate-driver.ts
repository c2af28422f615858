import type { CallContext } from "../../driver/call-context.ts";
import { OPTIONAL_METHODS } from "../../driver/capabilities.ts";
import type { OptionalMethod } from "../../driver/capabilities.ts";
import { driverMethod } from "../../driver/driver-method.ts";
import type { KmsDriver } from "../../driver/kms-driver.ts";

/** A copy of a driver with some members replaced. Also works for drivers that are instances of a class. */
export function decorateDriver(driver: KmsDriver, changes: Partial<KmsDriver>): KmsDriver {
  return {
    contract: driver.contract,
    provider: driver.provider,
    title: driver.title,
    kinds: driver.kinds,
    references: driver.references,
    capabilities: driver.capabilities,
    limits: driver.limits,
    rules: driver.rules,
    quotas: driver.quotas,
    permissions: driver.permissions,
    readTagsHidesUnknown: driver.readTagsHidesUnknown,
    sendsFullNames: driver.sendsFullNames,
    ...optionalData(driver),
    scope: driver.scope,
    get native() {
      return driver.native;
    },
    identify: (context) => driver.identify(context),
    readTags: (call, context) => driver.readTags(call, context),
    ...boundMethods(driver),
    classify: (error) => driver.classify(error),
    ...(driver.renewCredentials !== undefined && {
      renewCredentials: (context: CallContext) => driver.renewCredentials?.(context) ?? Promise.resolve(false),
    }),
    close: () => driver.close(),
    ...changes,
  };
}

const OPTIONAL_DATA = [
  "service",
  "writes",
  "absentTagKeys",
  "stateRules",
  "keyMaterialDeletion",
  "quotaDiscovery",
  "policyLanguage",
  "consolePage",
  "listedKinds",
  "endpoint",
  "callTimeoutMs",
  "unreadable",
] as const satisfies readonly (keyof KmsDriver)[];

/** The optional data that the driver has. */
function optionalData(driver: KmsDriver): Partial<Pick<KmsDriver, (typeof OPTIONAL_DATA)[number]>> {
  const present = OPTIONAL_DATA.filter((name) => driver[name] !== undefined);
  return Object.fromEntries(present.map((name) => [name, driver[name]]));
}

/** The optional methods that the driver has. */
function boundMethods(driver: KmsDriver): Partial<Pick<KmsDriver, OptionalMethod>> {
  const present = OPTIONAL_METHODS.filter((name) => driver[name] !== undefined);
  return Object.fromEntries(present.map((name) => [name, driverMethod(driver, name)]));
}
