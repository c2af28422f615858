import { OPTIONAL_METHODS } from "@crosstag/core/driver";
import type { CallContext, DriverMethod, DriverOperation, KmsDriver, OptionalMethod } from "@crosstag/core/driver";
import { decorateDriver } from "@crosstag/core/testing";
import type { Sleep } from "../retry-throttled.ts";
import { retryThrottled } from "../retry-throttled.ts";
import type { CallPace } from "./call-pace.ts";
import type { WireLog } from "./wire-log.ts";

/** Each method with the operation whose quota it spends. */
const OPERATIONS: Partial<Readonly<Record<DriverMethod, DriverOperation>>> = {
  changeTags: "writeTags",
  replaceTags: "writeTags",
};

/**
 * The driver, at the pace of a live test: cases call it without the engine's pacing. A call that is throttled all the same is
 * made again, as if there had been one.
 */
export function pacedDriver(driver: KmsDriver, pace: CallPace, log: WireLog, wait?: Sleep): KmsDriver {
  const methods: readonly ("readTags" | OptionalMethod)[] = ["readTags", ...OPTIONAL_METHODS];
  return decorateDriver(
    driver,
    Object.fromEntries(
      methods.flatMap((name) => {
        const method = driver[name] as ((call: never, context: CallContext) => Promise<unknown>) | undefined;
        if (method === undefined) return [];
        const quotas = quotasOf(driver, OPERATIONS[name] ?? (name as DriverOperation));
        const isThrottled = (error: unknown) => {
          const throttled = driver.classify(error).retry === "throttled";
          if (throttled) log.takeBack(name);
          return throttled;
        };
        const paced = async (call: never, context: CallContext) => {
          // A canceled call is not sent, and takes no turn.
          if (!context.signal.aborted) for (const quota of quotas) await pace.turn(quota);
          return retryThrottled(() => method.call(driver, call, context), isThrottled, wait);
        };
        return [[name, paced] as const];
      }),
    ),
  );
}

/** The quotas that an operation can spend, whatever the shape of the call. */
function quotasOf({ quotas }: KmsDriver, operation: DriverOperation): readonly string[] {
  return quotas.filter(({ covers }) => covers.some((row) => row.operation === operation)).map(({ id }) => id);
}
