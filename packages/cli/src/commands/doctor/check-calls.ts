import type { CallContext, Failure, KmsDriver } from "@crosstag/core/driver";
import { inCommandWords } from "../../output/command-words.ts";
import type { Check, CheckName } from "./check.ts";

const DEFAULT_TIMEOUT_MS = 15_000;

/** The answer of a call, or why there is none. */
export type Attempt<Answer> = { readonly answer: Answer } | { readonly failure: Failure };

/** Asks the cloud for the account of the credentials, and for the first page of its keys. Changes nothing. */
export async function checkCalls(cloud: string, driver: KmsDriver, signal: AbortSignal): Promise<readonly Check[]> {
  const attempt = <Answer>(call: (context: CallContext) => Promise<Answer>) => tryCall(driver, signal, call);
  let clock: Check = { cloud, check: "clock", result: "ok", detail: "the cloud accepts the time of this computer" };
  let caller = await attempt((context) => driver.identify(context));
  if ("failure" in caller && isOfClock(caller.failure)) {
    clock = problem(cloud, "clock", caller.failure);
    // The adapters correct the time of later calls.
    if (caller.failure.retry !== "no") caller = await attempt((context) => driver.identify(context));
  }
  if ("failure" in caller)
    return [
      problem(cloud, "credentials", caller.failure),
      ...(clock.result === "problem" ? [clock] : []),
      { cloud, check: "list", result: "not checked", detail: "the account is not known" },
    ];
  return [describeCaller(cloud, driver, caller.answer.account), clock, await checkList(cloud, driver, attempt)];
}

function describeCaller(cloud: string, { scope }: KmsDriver, account: string | undefined): Check {
  if (account === undefined) {
    const detail =
      scope.account === undefined
        ? "the cloud does not report the account"
        : `the cloud does not report the account; ${scope.account} of the configuration counts`;
    return { cloud, check: "credentials", result: "ok", detail };
  }
  if (scope.account === undefined || scope.account === account)
    return { cloud, check: "credentials", result: "ok", detail: `account ${account}` };
  return {
    cloud,
    check: "credentials",
    result: "problem",
    detail: `The credentials are those of account ${account}, and the configuration names account ${scope.account}.`,
    fix: `Correct "account" of ${cloud} in crosstag.yaml, or use credentials of account ${scope.account}.`,
  };
}

async function checkList(
  cloud: string,
  driver: KmsDriver,
  attempt: <Answer>(call: (context: CallContext) => Promise<Answer>) => Promise<Attempt<Answer>>,
): Promise<Check> {
  if (driver.listResources === undefined)
    return { cloud, check: "list", result: "not checked", detail: "the cloud lists no resources" };
  const page = await attempt(async (context) => driver.listResources?.({ kind: "key" }, context));
  if ("failure" in page) return problem(cloud, "list", page.failure);
  return { cloud, check: "list", result: "ok", detail: "keys can be listed" };
}

/** Makes one call, without retries. */
export async function tryCall<Answer>(
  driver: KmsDriver,
  interrupted: AbortSignal,
  call: (context: CallContext) => Promise<Answer>,
): Promise<Attempt<Answer>> {
  const timeoutMs = driver.callTimeoutMs ?? DEFAULT_TIMEOUT_MS;
  const signal = AbortSignal.any([interrupted, AbortSignal.timeout(timeoutMs)]);
  try {
    return { answer: await call({ signal, timeoutMs }) };
  } catch (error) {
    interrupted.throwIfAborted();
    return { failure: driver.classify(error) };
  }
}

/** The adapters describe a wrong clock in their own words, and have no code for it. */
function isOfClock({ message }: Failure): boolean {
  return /\bclock\b/.test(message);
}

/** The check that a call failed. */
export function problem(cloud: string, check: CheckName, { message, hint, providerCode, requestId }: Failure): Check {
  return {
    cloud,
    check,
    result: "problem",
    detail: inCommandWords(message),
    ...(hint !== undefined && { fix: inCommandWords(hint) }),
    ...(providerCode !== undefined && { providerCode }),
    ...(requestId !== undefined && { requestId }),
  };
}
