import { refusesAccount, refusesCredentials } from "../calls/credential-renewal.ts";
import type { PartialSuccess } from "../calls/call-progress.ts";
import type { ResourceFailure } from "../driver/driver-receipts.ts";
import type { Failure } from "../driver/failure.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";

/** The failures inside one success, by id of the resource. */
export interface CallVerdicts {
  /** Failures that stay as they are. */
  readonly final: ReadonlyMap<string, Failure>;
  /** Failures of resources that are sent again, if the request still allows it. */
  readonly open: ReadonlyMap<string, Failure>;
}

/**
 * Sorts the failures that a success has for some of the resources that were sent. A list of failures that names other
 * resources, or one twice, leaves in doubt what became of the resources that it does not name: a reading has to settle it.
 */
export function sortVerdicts(
  { title }: Pick<KmsDriver, "title">,
  ids: readonly string[],
  failed: readonly ResourceFailure[],
): CallVerdicts {
  const failures = new Map(failed.map(({ id, failure }) => [id, failure]));
  const sent = new Set(ids);
  const isUsable = failures.size === failed.length && failed.every(({ id }) => sent.has(id));
  const ofOthers = isUsable ? undefined : unusableVerdicts(title);
  const final = new Map<string, Failure>();
  const open = new Map<string, Failure>();
  for (const id of ids) {
    const failure = failures.get(id) ?? ofOthers;
    if (failure !== undefined) (mayHelp(failure) ? open : final).set(id, failure);
  }
  return { final, open };
}

/** What the verdicts mean for the call. */
export function partialSuccess({ final, open }: CallVerdicts): PartialSuccess {
  const failure = leadingFailure([...open.values()]);
  return {
    refused: final.size + open.size,
    ...(failure !== undefined && { rest: { failure, resources: open.size } }),
  };
}

/** The same call can have another answer later, or the failure stops all calls of the driver. */
function mayHelp(failure: Failure): boolean {
  return failure.retry !== "no" || refusesCredentials(failure) || refusesAccount(failure);
}

/** The failure that decides whether, and how soon, the call is made again. */
function leadingFailure(failures: readonly Failure[]): Failure | undefined {
  const [first] = ["no", "throttled", "transient"].flatMap((retry) => failures.filter((one) => one.retry === retry));
  if (first === undefined) return undefined;
  const waits = failures.flatMap(({ retryAfterMs }) => retryAfterMs ?? []);
  // A wait that the cloud asked for is never cut short.
  return { ...first, ...(waits.length > 0 && { retryAfterMs: Math.max(...waits) }) };
}

function unusableVerdicts(title: string): Failure {
  return {
    code: "internal",
    retry: "no",
    applied: "maybe",
    scope: "resource",
    message: `${title} accepted the call and refused a resource that was not in it, or refused one twice.`,
    hint: "Report this as a fault of the adapter.",
  };
}
