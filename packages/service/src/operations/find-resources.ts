import { nameUnlisted, placedEntry, readMatching, type MatchingRequest } from "@crosstag/clouds";
import type { ResourceConditions, UnlistedResources, Violation } from "@crosstag/core";
import type { KmsDriver } from "@crosstag/core/driver";
import { checkConditions } from "@crosstag/core/internal";
import type { findResources, OperationAnswer } from "@crosstag/operations";
import { visibleTo, type Visible } from "../clouds/visible-resources.ts";
import type { OperationHandler } from "../operation-handler.ts";
import type { ServiceContext } from "../service-context.ts";

type Line = OperationAnswer<typeof findResources>;

/** Lists the resources that the caller may see, as they are read. */
export function createFindResources(context: ServiceContext): OperationHandler<typeof findResources> {
  return async ({ filter, missing, where, ...request }, { caller, signal }) => {
    const conditions: ResourceConditions = {
      ...(filter !== undefined && { filter }),
      ...(missing !== undefined && { missing }),
      ...(where !== undefined && { where }),
    };
    const violations = conditionViolations(conditions);
    const visible = visibleTo(caller, context);
    const reading = {
      ...request,
      violations,
      // Conditions that cannot be understood are not compared with anything: the request is refused.
      conditions: violations.length === 0 ? conditions : {},
      isListed: (driver: KmsDriver) => visible.driver(driver),
      isVisible: ({ reference }: { readonly reference: string }) => visible.resource(reference),
    };
    return { lines: findLines(context, reading, { signal, visible }) };
  };
}

interface Finding {
  readonly signal: AbortSignal;
  readonly visible: Visible;
}

async function* findLines(
  { crosstag, now, state }: ServiceContext,
  request: Omit<MatchingRequest, "now" | "onUnlisted" | "onResources">,
  { signal, visible }: Finding,
): AsyncGenerator<Line, void, undefined> {
  const unlisted: UnlistedResources[] = [];
  let listed = 0;
  let matching = 0;
  let failed = 0;
  const complete: MatchingRequest = {
    ...request,
    now: now(),
    onUnlisted: (one) => unlisted.push(one),
    onResources: (count) => {
      listed += count;
    },
  };
  for await (const resource of readMatching(crosstag, complete, { signal })) {
    if (resource.status === "failed") failed += 1;
    else matching += 1;
    yield { type: "resource", resource: placedEntry(resource, state.places.factsOf) };
  }
  // What was given up because of the signal is not the end of a list.
  signal.throwIfAborted();
  const shown = unlisted.filter((one) => visible.unlisted(one));
  for (const one of shown) yield { type: "unlisted", unlisted: { cloud: nameUnlisted(one, { crosstag }), ...one } };
  yield { type: "end", listed, matching, failed, complete: shown.length === 0 };
}

/** Every condition that cannot be understood; without what it is, because it may hold a tag value. */
function conditionViolations(conditions: ResourceConditions): readonly Violation[] {
  return checkConditions(conditions).map(({ path: [field, position], problem, fix }) => {
    const message = `${field}[${position}] ${problem}.`;
    return { severity: "error", rule: "crosstag.condition", position, message, fix };
  });
}
