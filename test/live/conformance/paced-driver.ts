import { OPTIONAL_METHODS } from "@crosstag/core/driver";
import type { CallContext, DriverMethod, DriverOperation, KmsDriver, OptionalMethod } from "@crosstag/core/driver";
import { decorateDriver } from "@crosstag/core/testing";
import type { Sleep } from "../retry-throttled.ts";
import { retryThrottled } from "../retry-throttled.ts";
import { fieldOf, listOf } from "../answer-fields.ts";
import type { AnswerLog } from "./answer-log.ts";
import type { CallPace } from "./call-pace.ts";
import type { WireLog } from "./wire-log.ts";

/** Each method with the operation whose quota it spends. */
const OPERATIONS: Partial<Readonly<Record<DriverMethod, DriverOperation>>> = {
  changeTags: "writeTags",
  replaceTags: "writeTags",
};

/** What a driver under test works with. */
interface DriverCompany {
  /** Holds its calls back. */
  readonly pace: CallPace;
  /** Counts its requests. */
  readonly log: WireLog;
  /** Notes the answers. */
  readonly answers: AnswerLog;
  /** Waits. Default: for real. */
  readonly wait?: Sleep | undefined;
}

/**
 * The driver, at the pace of a live test: cases call it without the engine's pacing. A call that is throttled all the same is
 * made again, as if there had been one.
 */
export function pacedDriver(driver: KmsDriver, { pace, log, answers, wait }: DriverCompany): KmsDriver {
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
          try {
            const receipt = await retryThrottled(() => method.call(driver, call, context), isThrottled, wait);
            answers.note(name, refusedIn(receipt) ?? "accepted");
            return receipt;
          } catch (error) {
            const { code, providerCode = code } = driver.classify(error);
            answers.note(name, providerCode);
            throw error;
          }
        };
        return [[name, paced] as const];
      }),
    ),
  );
}

/** The codes with which resources were refused inside a success. */
function refusedIn(receipt: unknown): string | undefined {
  const failed = listOf(receipt, "failed").map((one) => fieldOf(fieldOf(one, "failure"), "providerCode"));
  return failed.length === 0 ? undefined : `accepted, but ${[...new Set(failed)].join(", ")}`;
}

/** The quotas that an operation can spend, whatever the shape of the call. */
function quotasOf({ quotas }: KmsDriver, operation: DriverOperation): readonly string[] {
  return quotas.filter(({ covers }) => covers.some((row) => row.operation === operation)).map(({ id }) => id);
}
