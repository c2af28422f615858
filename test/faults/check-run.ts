import { readRunRecords } from "@crosstag/core/node";
import { difference, tagsAfter, withForeign, type RunFacts } from "./run-facts.ts";

const WRITES = /^(?:Un)?[tT]agResources?$/;

/** Holds the clouds, the outcomes and the request log against one another. */
export async function checkRun(facts: RunFacts, journalPath: string): Promise<readonly string[]> {
  return [...checkOutcomes(facts), ...(await checkOrder(facts, journalPath))];
}

function checkOutcomes({ world, planned, lost, tagger, state }: RunFacts): readonly string[] {
  const problems: string[] = [];
  for (const { arn, tags } of world.resources) {
    const entry = planned.get(arn);
    const now = tags();
    if (entry === undefined) {
      for (const [key, value] of tagger.foreign.get(arn) ?? [])
        if (now[key] !== value) problems.push(`${arn}, which is not planned, lost ${key}`);
      continue;
    }
    const outcome = state.outcomes.get(arn);
    const said =
      outcome === undefined ? "has no outcome" : `is ${outcome.status} (${outcome.reason ?? outcome.code ?? ""})`;
    if (tagger.meddled.has(arn)) {
      for (const [key, value] of tagger.foreign.get(arn) ?? [])
        if (now[key] !== value) problems.push(`${arn} ${said}, and lost ${key}, which is foreign`);
      if (outcome === undefined) problems.push(`${arn} ${said}`);
      continue;
    }
    const wrong = difference(now, withForeign(lost.has(arn) ? entry.before : tagsAfter(entry), arn, tagger));
    if (wrong !== "") problems.push(`${arn} ${said}, and has ${wrong}`);
    // Where an attempt was never answered before the cloud refused the next, nobody can say that it will not come through.
    const expected = lost.has(arn) ? ["failed", "unknown"] : ["changed", "unchanged"];
    if (!expected.includes(outcome?.status ?? "")) problems.push(`${arn} ${said}`);
  }
  for (const arn of state.outcomes.keys()) if (!planned.has(arn)) problems.push(`${arn} has an outcome and no plan`);
  const total = Object.values(state.ends?.counts ?? {}).reduce((sum, count) => sum + count, 0);
  if (total !== planned.size) problems.push(`the counts add up to ${total}, not to ${planned.size}`);
  return problems;
}

/** No write before its intent was written down, and none after its success was. */
async function checkOrder({ world, planned }: RunFacts, journalPath: string): Promise<readonly string[]> {
  const intents = new Map<string, number>();
  const successes = new Map<string, number>();
  for await (const { record, at } of readRunRecords(journalPath)) {
    if (record.type === "intent" && !intents.has(record.reference)) intents.set(record.reference, Date.parse(at));
    if (record.type === "outcome" && record.status === "changed") successes.set(record.reference, Date.parse(at));
  }
  const arns = new Map([...planned.keys()].map((arn) => [arn.slice(arn.lastIndexOf("/") + 1), arn]));
  const problems: string[] = [];
  for (const cloud of [world.clouds.aws, world.clouds.alibaba]) {
    for (const { operation, resources, at } of cloud.requests.entries) {
      if (!WRITES.test(operation)) continue;
      for (const name of resources) {
        const arn = arns.get(name.slice(name.lastIndexOf("/") + 1));
        if (arn === undefined) {
          problems.push(`${operation} names ${name}, which no plan changes`);
          continue;
        }
        const intent = intents.get(arn);
        // Both are stamped in whole milliseconds, by the same clock.
        if (intent === undefined || at < intent) problems.push(`${operation} of ${arn} came before its intent`);
        const success = successes.get(arn);
        if (success !== undefined && at > success + 1)
          problems.push(`${operation} of ${arn} came ${at - success} ms after its success was recorded`);
      }
    }
  }
  return problems;
}
