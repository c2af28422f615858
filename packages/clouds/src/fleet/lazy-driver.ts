import {
  driverMethod,
  type CallContext,
  type CallerIdentity,
  type DriverScope,
  type KmsDriver,
  type OptionalMethod,
  type ReadQuotasCall,
} from "@crosstag/core/driver";
import type { DriverPool, DriverSlot } from "./driver-pool.ts";

/** What a driver that opens at its first call is made from. */
export interface LazyDriverParts {
  /** An open driver of another scope of the same entry, with the same data. */
  readonly pattern: KmsDriver;
  /** The account and region. */
  readonly scope: DriverScope;
  /** The place of the driver. */
  readonly slot: DriverSlot;
  /** Opens and closes it. */
  readonly pool: DriverPool;
  /** Asks for the account of the credentials, without opening the driver. */
  readonly identify: (context: CallContext) => Promise<CallerIdentity>;
  /** Explains an error of `identify`. */
  readonly explainIdentify: KmsDriver["classify"];
  /** Called when the driver is closed for good. */
  readonly onClose: () => Promise<void>;
}

/** A driver that is opened by the first call that needs it. `native` is undefined while it is not open. */
export function lazyDriver(parts: LazyDriverParts): KmsDriver {
  const { pattern, scope, slot, pool, onClose } = parts;
  let closing: Promise<void> | undefined;
  /** The last error of `identify`, which did not come from the driver. */
  let notOfDriver: unknown;
  const use: Use = (work) => pool.use(slot, work);
  return {
    ...pattern,
    scope,
    identify: async (context) => {
      try {
        return await parts.identify(context);
      } catch (error) {
        notOfDriver = error;
        throw error;
      }
    },
    readTags: (call, context) => use((driver) => driver.readTags(call, context)),
    ...optionalMethods(pattern, use),
    ...(pattern.readQuotas && {
      readQuotas: (call: ReadQuotasCall, context: CallContext) =>
        use(async (driver) => (await driver.readQuotas?.(call, context)) ?? { rates: {} }),
    }),
    ...(pattern.renewCredentials && {
      renewCredentials: (context: CallContext) =>
        use(async (driver) => (await driver.renewCredentials?.(context)) ?? false),
    }),
    classify: (error) =>
      error === notOfDriver && error !== undefined
        ? parts.explainIdentify(error)
        : (slot.opened ?? pattern).classify(error),
    credentialsAwaited: () => slot.opened?.credentialsAwaited?.(),
    get native() {
      return slot.opened?.native;
    },
    close: () => (closing ??= pool.close(slot).finally(onClose)),
  };
}

type Use = <Answer>(work: (driver: KmsDriver) => Promise<Answer>) => Promise<Answer>;

/** Methods that the pattern has: the drivers of an entry have the same capabilities. */
function optionalMethods(pattern: KmsDriver, use: Use): Partial<Pick<KmsDriver, OptionalMethod>> {
  const own: Required<Pick<KmsDriver, OptionalMethod>> = {
    writeTags: (call, context) => use((driver) => driverMethod(driver, "writeTags")(call, context)),
    removeTags: (call, context) => use((driver) => driverMethod(driver, "removeTags")(call, context)),
    changeTags: (call, context) => use((driver) => driverMethod(driver, "changeTags")(call, context)),
    replaceTags: (call, context) => use((driver) => driverMethod(driver, "replaceTags")(call, context)),
    describeResource: (call, context) => use((driver) => driverMethod(driver, "describeResource")(call, context)),
    listResources: (call, context) => use((driver) => driverMethod(driver, "listResources")(call, context)),
    listAliases: (call, context) => use((driver) => driverMethod(driver, "listAliases")(call, context)),
    readAccessPolicy: (call, context) => use((driver) => driverMethod(driver, "readAccessPolicy")(call, context)),
    listKeyMaterials: (call, context) => use((driver) => driverMethod(driver, "listKeyMaterials")(call, context)),
    readLastUse: (call, context) => use((driver) => driverMethod(driver, "readLastUse")(call, context)),
    deleteKeyMaterial: (call, context) => use((driver) => driverMethod(driver, "deleteKeyMaterial")(call, context)),
  };
  return Object.fromEntries(Object.entries(own).filter(([name]) => Object.hasOwn(pattern, name)));
}
