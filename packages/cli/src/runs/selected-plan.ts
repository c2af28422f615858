import type { OpenedCrosstag } from "@crosstag/clouds";
import type { Plan } from "@crosstag/core";
import { nameFirst, parseScopeName } from "@crosstag/core/internal";
import type { GlobalOptions } from "../global-options.ts";
import { describeNumber } from "../output/describe-number.ts";

/** More accounts and regions on one line do not help. */
const MOST_NAMED = 5;

/** What a run on the selected clouds would do with a plan. */
export interface SelectedPlan {
  /** The plan with only the changes that it would make. Entries without a change stay. The header is that of the whole plan. */
  readonly plan: Plan;
  /** How many changes it would make. */
  readonly changes: number;
  /** What it would leave, as the end of a sentence. Undefined: nothing. */
  readonly left: string | undefined;
}

/** Whether options select a part of the configured clouds. */
export function selectsClouds({ cloud, account, notAccount, ou, accountTag, region }: GlobalOptions): boolean {
  return [cloud, account, notAccount, ou, accountTag, region].some((option) => option !== undefined);
}

/** Leaves out what no open cloud serves. Asks no cloud whose credentials it has, so one without an account serves any. */
export async function selectedPlan(plan: Plan, crosstag: Pick<OpenedCrosstag, "drivers">): Promise<SelectedPlan> {
  const drivers = [...crosstag.drivers.values()].filter(({ unreadable }) => unreadable === undefined);
  const isServed = (name: string): boolean => {
    const wanted = parseScopeName(name);
    return drivers.some(
      ({ provider, service, scope }) =>
        provider === wanted?.provider &&
        service === wanted.service &&
        scope.region === wanted.region &&
        (scope.account ?? wanted.account) === wanted.account,
    );
  };
  const served = new Map<string, boolean>();
  let changes = 0;
  let left = 0;
  for await (const { action, scope } of plan.entries()) {
    if (action !== "change") continue;
    if (!served.has(scope)) served.set(scope, isServed(scope));
    if (served.get(scope) === true) changes += 1;
    else left += 1;
  }
  const others = [...served].filter(([, one]) => !one).map(([scope]) => scope);
  return {
    plan: {
      header: plan.header,
      entries: async function* (scope) {
        for await (const entry of plan.entries(scope))
          if (entry.action !== "change" || served.get(entry.scope) === true) yield entry;
      },
    },
    changes,
    left:
      left === 0
        ? undefined
        : `${describeNumber(left)}, because no selected cloud that can be read is for ${nameFirst(others, MOST_NAMED)}`,
  };
}
