import type { Failure } from "../../driver/failure.ts";
import type { CallContext } from "../../driver/call-context.ts";
import { OPTIONAL_METHODS } from "../../driver/capabilities.ts";
import { driverMethod } from "../../driver/driver-method.ts";
import type { KmsDriver } from "../../driver/kms-driver.ts";
import type { Clock } from "../../calls/clock.ts";
import { systemClock } from "../../calls/clock.ts";
import { decorateDriver } from "./decorate-driver.ts";
import type { Fault, FaultKind } from "./fault.ts";

/** Options of `withFaults`. */
export interface FaultOptions {
  /** From 0 to 1, 1 excluded; default `Math.random`. */
  readonly random?: () => number;
  /** The clock for delays. Default: the system's. */
  readonly clock?: Clock;
  /** Called when a fault strikes a call, with the method that was called. Default: nothing is called. */
  readonly onStrike?: (fault: Fault, operation: NonNullable<Fault["operation"]>) => void;
}

/** What a faulty driver throws in the place of its SDK. */
class InjectedFault extends Error {
  override readonly name = "InjectedFault";
  readonly kind: FaultKind;

  constructor(kind: FaultKind) {
    super(`injected fault: ${kind}`);
    this.kind = kind;
  }
}

/**
 * A driver that fails as configured. The first fault that matches a call is applied. The list is read at every call: what is
 * added to it later counts from then on.
 */
export function withFaults(driver: KmsDriver, faults: readonly Fault[], options: FaultOptions = {}): KmsDriver {
  const { random = Math.random, clock = systemClock, onStrike } = options;
  const seen = new Map<Fault, { matches: number; strikes: number }>();

  function strikingFault(operation: NonNullable<Fault["operation"]>, ids: readonly string[]): Fault | undefined {
    return faults.find((fault) => {
      if (fault.operation !== undefined && fault.operation !== operation) return false;
      if (fault.resource !== undefined && !ids.includes(fault.resource)) return false;
      const count = seen.get(fault) ?? { matches: 0, strikes: 0 };
      seen.set(fault, count);
      count.matches += 1;
      if (count.matches <= (fault.after ?? 0) || count.strikes >= (fault.times ?? Infinity)) return false;
      if (fault.probability !== undefined && random() >= fault.probability) return false;
      count.strikes += 1;
      onStrike?.(fault, operation);
      return true;
    });
  }

  async function strike<Answer>(
    fault: Fault | undefined,
    context: CallContext,
    call: () => Promise<Answer>,
  ): Promise<Answer> {
    switch (fault?.kind) {
      case undefined:
        return call();
      case "delay":
        await clock.sleep(fault?.delayMs ?? 0, context.signal);
        return call();
      case "hang":
        return untilAborted(context.signal);
      case "lose-answer":
      case "garble-answer":
        await call();
        break;
      case "throttle":
      case "lose-request":
        break;
    }
    throw new InjectedFault(fault.kind);
  }

  return decorateDriver(driver, {
    readTags: (call, context) =>
      strike(strikingFault("readTags", ids(call.resources)), context, () => driver.readTags(call, context)),
    ...Object.fromEntries(
      OPTIONAL_METHODS.filter((name) => driver[name] !== undefined).map((name) => {
        const method = driverMethod(driver, name) as (call: never, context: CallContext) => Promise<unknown>;
        const faulty = (call: never, context: CallContext) =>
          strike(strikingFault(name, namedIds(call)), context, () => method(call, context));
        return [name, faulty];
      }),
    ),
    classify: (error) => (error instanceof InjectedFault ? classifyFault(error.kind) : driver.classify(error)),
  });
}

const ids = (references: readonly { readonly id: string }[]): readonly string[] => references.map(({ id }) => id);

/** The resources that a call names; none if it lists a kind. */
function namedIds({ resource, resources }: NamingCall): readonly string[] {
  return ids(resources ?? (resource === undefined ? [] : [resource]));
}

interface NamingCall {
  readonly resource?: { readonly id: string };
  readonly resources?: readonly { readonly id: string }[];
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
  });
}

function classifyFault(kind: FaultKind): Failure {
  if (kind === "throttle") {
    return {
      code: "throttled",
      retry: "throttled",
      applied: "no",
      scope: "call",
      message: "The cloud asks for fewer requests.",
    };
  }
  const message = kind === "garble-answer" ? "The cloud's answer could not be read." : "The connection was lost.";
  return { code: "unavailable", retry: "transient", applied: "maybe", scope: "call", message };
}
