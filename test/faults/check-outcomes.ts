import type { OutcomeRecord } from "@crosstag/core";
import { difference, tagsAfter, type RunFacts } from "./run-facts.ts";
import { placeOf, type Tags } from "./seeded-resources.ts";
import { everyCloud } from "./seeded-world.ts";

/** Compares the run's outcomes with the true state of the clouds. */
export function checkOutcomes(facts: RunFacts): readonly string[] {
  const { world, initial, planned, losses, tagger, state } = facts;
  const problems: string[] = [];
  const check = (arn: string, problem: string) => {
    if (problem !== "") problems.push(`${arn}: ${problem}`);
  };
  for (const { arn, tags } of world.resources) {
    const entry = planned.get(arn);
    const foreign = tagger.foreign.get(arn) ?? {};
    if (entry === undefined) {
      const wrong = difference(tags(), { ...initial.get(arn), ...foreign });
      check(arn, wrong === "" ? "" : `it is not planned, and has ${wrong}`);
      continue;
    }
    const overwritten = tagger.overwritten.get(arn) ?? {};
    const before = { ...entry.before, ...foreign };
    const after = { ...tagsAfter(entry), ...foreign };
    const outcome = state.outcomes.get(arn);
    const isDone = outcome?.status === "changed" || outcome?.status === "unchanged";
    const wanted: Tags[] = isDone ? [after] : [before];
    // If a change was started and then abandoned or refused, each tag key may have either value.
    if (!isDone && (Object.keys(overwritten).length > 0 || losses.get(arn) === "pending-deletion-later"))
      wanted.push(after);
    const wrong = difference(tags(), ...wanted, { ...wanted[0], ...overwritten });
    check(arn, wrong === "" ? "" : `it is ${said(outcome)}, and has ${wrong}`);
  }
  for (const arn of planned.keys()) check(arn, outcomeProblem(facts, arn));
  for (const arn of state.outcomes.keys()) check(arn, planned.has(arn) ? "" : "it has an outcome and is not planned");
  for (const arn of state.notShown.keys())
    check(arn, tagger.overwritten.has(arn) ? "" : "reading did not show its change, and there was no foreign write");
  return [...problems, ...countProblems(facts)];
}

/** Whether there is a reason for the outcome of a resource. */
function outcomeProblem({ losses, tagger, state, world }: RunFacts, arn: string): string {
  const outcome = state.outcomes.get(arn);
  const loss = losses.get(arn);
  const isOverwritten = tagger.overwritten.has(arn);
  const reasons: Record<string, boolean> = {
    // A resource that accepts no change of the run any more may have been changed by the other tagger.
    changed: loss === undefined || loss === "pending-deletion-later" || isOverwritten,
    unchanged: loss === undefined || loss === "pending-deletion-later" || isOverwritten,
    skipped: isOverwritten && outcome?.reason === "changed-since-plan",
    failed: loss !== undefined,
    // If an attempt was never answered before the cloud refused the next one, it may still take effect.
    unknown: loss !== undefined && loss !== "vanished" && wasUnanswered(world.clouds, arn),
  };
  return reasons[outcome?.status ?? ""] === true ? "" : `it is ${said(outcome)}`;
}

function wasUnanswered(clouds: RunFacts["world"]["clouds"], arn: string): boolean {
  const place = placeOf(arn);
  return everyCloud(clouds).some(({ requests }) =>
    requests.entries.some(
      ({ region, resources, fault }) =>
        /^(?:reset|unreadable|server-error)/.test(fault ?? "") &&
        resources.some((named) => placeOf(named, region) === place),
    ),
  );
}

function countProblems({ planned, state }: RunFacts): readonly string[] {
  const { ends, outcomes, start } = state;
  if (ends === undefined) return ["the journal has no end"];
  const problems: string[] = [];
  for (const [status, count] of Object.entries(ends.counts)) {
    const recorded = [...outcomes.values()].filter((outcome) => outcome.status === status).length;
    if (count !== recorded) problems.push(`the end counts ${count} ${status}, and the journal has ${recorded}`);
  }
  const total = Object.values(ends.counts).reduce((sum, count) => sum + count, 0);
  if (total !== planned.size) problems.push(`the counts add up to ${total}, not to ${planned.size}`);
  if (start.changes !== planned.size) problems.push(`the start record names ${start.changes} changes`);
  return problems;
}

function said(outcome: OutcomeRecord | undefined): string {
  if (outcome === undefined) return "without an outcome";
  const { status, reason, code, tagKeys } = outcome;
  return `${status} (${[reason, code, ...(tagKeys ?? [])].filter((part) => part !== undefined).join(" ")})`;
}
