import {
  driverMethod,
  type CallContext,
  type CallerIdentity,
  type DriverScope,
  type KmsDriver,
  type OptionalMethod,
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

const STATE = Symbol("state of a driver that opens at its first call");

interface LazyState extends Pick<LazyDriverParts, "slot" | "pool" | "identify" | "explainIdentify" | "onClose"> {
  closing: Promise<void> | undefined;
  /** The last error of `identify`, which did not come from the driver. */
  notOfDriver: unknown;
}

interface Lazy {
  readonly [STATE]: LazyState;
}

/**
 * A driver that is opened by the first call that needs it. `native` is undefined while it is not open. Only the scope and the
 * state are its own; the rest it has from a prototype, because a fleet has 50,000 drivers and a few patterns.
 */
export function lazyDriver({ pattern, scope, slot, pool, ...parts }: LazyDriverParts): KmsDriver {
  const { identify, explainIdentify, onClose } = parts;
  const state: LazyState = {
    slot,
    pool,
    identify,
    explainIdentify,
    onClose,
    closing: undefined,
    notOfDriver: undefined,
  };
  const driver: KmsDriver = Object.assign(Object.create(prototypeFor(pattern)), { scope, [STATE]: state });
  return driver;
}

const prototypes = new WeakMap<KmsDriver, object>();

function prototypeFor(pattern: KmsDriver): object {
  let prototype = prototypes.get(pattern);
  if (prototype === undefined) prototypes.set(pattern, (prototype = makePrototype(pattern)));
  return prototype;
}

function use<Answer>({ [STATE]: { pool, slot } }: Lazy, work: (driver: KmsDriver) => Promise<Answer>): Promise<Answer> {
  return pool.use(slot, work);
}

/** The data of a pattern, and methods that open the driver which they are called on. */
function makePrototype(pattern: KmsDriver): object {
  const methods: Pick<KmsDriver, "identify" | "readTags" | "classify" | "credentialsAwaited" | "close"> = {
    async identify(this: Lazy, context) {
      try {
        return await this[STATE].identify(context);
      } catch (error) {
        this[STATE].notOfDriver = error;
        throw error;
      }
    },
    readTags(this: Lazy, call, context) {
      return use(this, (driver) => driver.readTags(call, context));
    },
    classify(this: Lazy, error) {
      const { notOfDriver, explainIdentify, slot } = this[STATE];
      if (error === notOfDriver && error !== undefined) return explainIdentify(error);
      return (slot.opened ?? pattern).classify(error);
    },
    credentialsAwaited(this: Lazy) {
      return this[STATE].slot.opened?.credentialsAwaited?.();
    },
    close(this: Lazy) {
      const state = this[STATE];
      return (state.closing ??= state.pool.close(state.slot).finally(state.onClose));
    },
  };
  const prototype = { ...pattern, ...methods, ...optionalMethods(pattern), ...accountMethods(pattern) };
  return Object.defineProperty(prototype, "native", {
    enumerable: true,
    get(this: Lazy): unknown {
      return this[STATE].slot.opened?.native;
    },
  });
}

/** Methods that the pattern has: the drivers of an entry have the same capabilities. */
function optionalMethods(pattern: KmsDriver): Partial<Pick<KmsDriver, OptionalMethod>> {
  const own: Required<Pick<KmsDriver, OptionalMethod>> = {
    writeTags(this: Lazy, call, context) {
      return use(this, (driver) => driverMethod(driver, "writeTags")(call, context));
    },
    removeTags(this: Lazy, call, context) {
      return use(this, (driver) => driverMethod(driver, "removeTags")(call, context));
    },
    changeTags(this: Lazy, call, context) {
      return use(this, (driver) => driverMethod(driver, "changeTags")(call, context));
    },
    replaceTags(this: Lazy, call, context) {
      return use(this, (driver) => driverMethod(driver, "replaceTags")(call, context));
    },
    describeResource(this: Lazy, call, context) {
      return use(this, (driver) => driverMethod(driver, "describeResource")(call, context));
    },
    listResources(this: Lazy, call, context) {
      return use(this, (driver) => driverMethod(driver, "listResources")(call, context));
    },
    listAliases(this: Lazy, call, context) {
      return use(this, (driver) => driverMethod(driver, "listAliases")(call, context));
    },
    readAccessPolicy(this: Lazy, call, context) {
      return use(this, (driver) => driverMethod(driver, "readAccessPolicy")(call, context));
    },
    listKeyMaterials(this: Lazy, call, context) {
      return use(this, (driver) => driverMethod(driver, "listKeyMaterials")(call, context));
    },
    readLastUse(this: Lazy, call, context) {
      return use(this, (driver) => driverMethod(driver, "readLastUse")(call, context));
    },
    deleteKeyMaterial(this: Lazy, call, context) {
      return use(this, (driver) => driverMethod(driver, "deleteKeyMaterial")(call, context));
    },
  };
  return Object.fromEntries(Object.entries(own).filter(([name]) => Object.hasOwn(pattern, name)));
}

function accountMethods(pattern: KmsDriver): Pick<KmsDriver, "readQuotas" | "renewCredentials"> {
  const own: Required<Pick<KmsDriver, "readQuotas" | "renewCredentials">> = {
    readQuotas(this: Lazy, call, context) {
      return use(this, async (driver) => (await driver.readQuotas?.(call, context)) ?? { rates: {} });
    },
    renewCredentials(this: Lazy, context) {
      return use(this, async (driver) => (await driver.renewCredentials?.(context)) ?? false);
    },
  };
  return {
    ...(pattern.readQuotas && { readQuotas: own.readQuotas }),
    ...(pattern.renewCredentials && { renewCredentials: own.renewCredentials }),
  };
}
