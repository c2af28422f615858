import { describeUnlisted, fleetCoverage, groupUnlisted, type AccountCoverage } from "@crosstag/clouds";
import {
  CheckTally,
  compilePolicy,
  readResourcesToCheck,
  recordOf,
  type CheckRecord,
  type ResourcesToCheck,
} from "@crosstag/compliance";
import type { CrosstagError, UnlistedResources } from "@crosstag/core";
import type { KmsDriver } from "@crosstag/core/driver";
import { systemReason } from "@crosstag/core/internal";
import type { check, OperationAnswer } from "@crosstag/operations";
import { visibleTo, type Visible } from "../clouds/visible-resources.ts";
import { FoundCount } from "../compliance/found-count.ts";
import type { CheckHistory, CheckSubject } from "../compliance/check-history.ts";
import { policyOfRequest, type RequestedPolicy } from "../compliance/policy-of-request.ts";
import type { OperationHandler } from "../operation-handler.ts";
import type { ServiceContext } from "../service-context.ts";

type Line = OperationAnswer<typeof check>;

/** Compares the resources that the caller may see with a policy. */
export function createCheck(context: ServiceContext): OperationHandler<typeof check> {
  return async ({ policy, waivers, showValues, progress = false, ...selection }, { caller, signal }) => {
    const requested = await policyOfRequest({ policy, waivers }, selection, context);
    const visible = visibleTo(caller, context);
    const request: Selection = {
      ...selection,
      isListed: (driver: KmsDriver) => visible.driver(driver),
      isVisible: ({ reference }) => visible.resource(reference),
    };
    const subject = { ...selection, policy: requested.identity, caller: caller.name };
    const found = new FoundCount(() => context.state.clock.now());
    const reading = progress ? { ...request, onFound: found.add } : request;
    const lines = checkLines(context, requested, { request: reading, subject, visible, showValues, signal });
    return { lines: progress ? found.between(lines) : lines };
  };
}

type Selection = Pick<ResourcesToCheck, "clouds" | "kinds" | "isListed" | "isVisible" | "onFound">;

interface Checking {
  readonly request: Selection;
  /** For the trend. */
  readonly subject: CheckSubject;
  readonly visible: Visible;
  readonly showValues: boolean | undefined;
  readonly signal: AbortSignal;
}

async function* checkLines(
  { crosstag, now, state }: ServiceContext,
  { policy, waivers, name }: RequestedPolicy,
  { request, subject, visible, showValues = false, signal }: Checking,
): AsyncGenerator<Line, void, undefined> {
  const compiled = compilePolicy(policy, { now: now() });
  const tally = new CheckTally(policy, waivers);
  const unlisted: UnlistedResources[] = [];
  const reading: ResourcesToCheck = {
    ...request,
    policy,
    waivers,
    aliases: true,
    onUnlisted: (one) => unlisted.push(one),
  };
  const checking = { ...(waivers !== undefined && { waivers }), showValues };
  for await (const one of readResourcesToCheck(crosstag, reading, { signal })) {
    const record = recordOf(compiled, one, checking);
    tally.add(record);
    yield lineOf(record);
  }
  // An incomplete check must not look like a complete one.
  signal.throwIfAborted();
  const shown = unlisted.filter((one) => visible.unlisted(one));
  const incomplete = groupUnlisted(shown, { crosstag }).map((group) =>
    describeUnlisted(group, { crosstag, describeError }),
  );
  const fleets = request.clouds === undefined ? coverage(crosstag, shown, visible) : [];
  const counted = tally.summary(now(), name);
  const earlier = state.checks.of(subject);
  // A part of the resources would look like progress.
  const unkept = incomplete.length > 0 ? [] : await keepCheck(state.checks, subject, counted);
  yield {
    type: "summary",
    ...counted,
    fleets,
    incomplete,
    warnings: [...incomplete, ...unkept, ...counted.warnings],
    ...(earlier.length > 0 && { earlier }),
  };
}

/** The check itself is whole if its counts cannot be kept: a warning then. */
async function keepCheck(
  checks: CheckHistory,
  subject: CheckSubject,
  counted: Parameters<CheckHistory["keep"]>[1],
): Promise<readonly string[]> {
  try {
    await checks.keep(subject, counted);
    return [];
  } catch (error) {
    return [`The counts could not be kept, so later checks do not show this one: ${systemReason(error)}.`];
  }
}

function lineOf({ findings, suppressed, ...record }: CheckRecord): Line {
  return {
    type: "resource",
    ...record,
    findings: findings.map((finding) => ({ ...finding })),
    suppressed: suppressed.map((finding) => ({ ...finding })),
  };
}

/** How many accounts of each entry for many clouds were read. */
function coverage(
  { fleets }: ServiceContext["crosstag"],
  unlisted: readonly UnlistedResources[],
  visible: Visible,
): readonly AccountCoverage[] {
  return fleetCoverage(
    fleets.filter(({ entry, provider }) => visible.entry(entry, provider)),
    unlisted,
  );
}

function describeError({ message, code }: CrosstagError): string {
  return `${message} [${code}]`;
}
