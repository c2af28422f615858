import {
  kindsOf,
  pluralOf,
  type CallContext,
  type Failure,
  type KmsDriver,
  type ResourceKind,
} from "@crosstag/core/driver";
import { inCommandWords } from "../../output/command-words.ts";
import type { Check, CheckName } from "./check.ts";

const DEFAULT_TIMEOUT_MS = 15_000;

/** The answer of a call, or why there is none. */
export type Attempt<Answer> = { readonly answer: Answer } | { readonly failure: Failure };

/** Makes a call, and again if the clock of this computer is to blame and the adapter has learned the time of the cloud. */
type Ask = <Answer>(driver: KmsDriver, call: (context: CallContext) => Promise<Answer>) => Promise<Attempt<Answer>>;

/** The drivers of one cloud, account and region. */
export interface DriversOfCloud {
  /** Of the KMS. */
  readonly driver: KmsDriver;
  /** Of the services beside it. */
  readonly services: readonly KmsDriver[];
}

/**
 * Asks the cloud for the account of the credentials, and for the first page of each kind that lists, plans and checks cover.
 * Changes nothing.
 */
export async function checkCalls(
  cloud: string,
  { driver, services }: DriversOfCloud,
  signal: AbortSignal,
): Promise<readonly Check[]> {
  let clock: Check = { cloud, check: "clock", result: "ok", detail: "the cloud accepts the time of this computer" };
  const ask: Ask = async (of, call) => {
    const first = await tryCall(of, signal, call);
    if (!("failure" in first) || !isOfClock(first.failure)) return first;
    clock = problem(cloud, "clock", first.failure);
    // The adapters correct the time of later calls.
    return first.failure.retry === "no" ? first : tryCall(of, signal, call);
  };
  const caller = await ask(driver, (context) => driver.identify(context));
  if ("failure" in caller)
    return [
      problem(cloud, "credentials", caller.failure),
      ...(clock.result === "problem" ? [clock] : []),
      { cloud, check: "list", result: "not checked", detail: "the account is not known" },
    ];
  const { account } = caller.answer;
  const lists = await checkLists(cloud, [driver, ...services], ask);
  // Without an account perhaps no call has reached the cloud yet.
  const answered = account !== undefined || lists.some(({ result }) => result === "ok");
  if (!answered && clock.result === "ok") clock = { cloud, check: "clock", result: "not checked", detail: UNANSWERED };
  return [describeCaller(cloud, driver, account, answered), clock, ...lists];
}

const UNANSWERED = "no call has succeeded";

function describeCaller(cloud: string, { scope }: KmsDriver, account: string | undefined, answered: boolean): Check {
  if (!answered) return { cloud, check: "credentials", result: "not checked", detail: UNANSWERED };
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

/** One check for each kind: each can have a permission and an endpoint of its own. */
async function checkLists(cloud: string, drivers: readonly KmsDriver[], ask: Ask): Promise<readonly Check[]> {
  const covered = drivers.flatMap((driver) => listedKinds(driver).map((kind) => ({ driver, kind })));
  if (covered.length === 0)
    return [{ cloud, check: "list", result: "not checked", detail: "the cloud lists no resources" }];
  return Promise.all(
    covered.map(async ({ driver, kind }): Promise<Check> => {
      const page = await ask(driver, async (context) => driver.listResources?.({ kind }, context));
      if ("failure" in page) return problem(cloud, "list", page.failure);
      return { cloud, check: "list", result: "ok", detail: `${pluralOf([driver], kind)} can be listed` };
    }),
  );
}

/** The kinds that lists, plans and checks cover. */
export function listedKinds(driver: KmsDriver): readonly ResourceKind[] {
  if (driver.listResources === undefined) return [];
  return (driver.listedKinds ?? kindsOf(driver)).filter((kind) => {
    const listing = driver.capabilities.listResources[kind];
    return listing !== undefined && listing.support !== "no";
  });
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
