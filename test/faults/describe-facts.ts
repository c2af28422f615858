import { readRunRecords } from "@crosstag/core/node";
import type { RunFacts } from "./run-facts.ts";
import { placeOf } from "./seeded-resources.ts";
import { everyCloud } from "./seeded-world.ts";

/** The number of described resources. */
const MOST_RESOURCES = 3;

/** Everything known about the first resources that problems name: plan, loss, requests, records and foreign writes. */
export async function describeFacts(
  { world, planned, losses, tagger }: RunFacts,
  kills: readonly string[],
  journalPath: string,
  problems: readonly string[],
): Promise<readonly string[]> {
  if (problems.length === 0) return [];
  const arns = [...world.resources.map(({ arn }) => arn), ...losses.keys()];
  const named = [...new Set(arns)].filter((arn) => problems.some((problem) => problem.includes(arn)));
  const facts = kills.map((moment) => `killed ${moment}`);
  for (const arn of named.slice(0, MOST_RESOURCES)) {
    const { set, remove, removeFirst, before } = planned.get(arn) ?? {};
    facts.push(`${arn} ${losses.get(arn) ?? ""}`, `  plan ${JSON.stringify({ before, set, remove, removeFirst })}`);
    const events: (readonly [number, string])[] = [];
    for await (const { record, at } of readRunRecords(journalPath))
      if ("reference" in record ? record.reference === arn : record.type !== "end")
        events.push([Date.parse(at), `journal ${JSON.stringify(record)}`]);
    for (const { arn: written, at, key, value } of tagger.writes)
      if (written === arn) events.push([at.getTime(), `foreign ${key}=${value}`]);
    const place = placeOf(arn);
    for (const { requests } of everyCloud(world.clouds))
      for (const { at, operation, region, resources, status, errorCode, applied, fault } of requests.entries)
        if (resources.some((one) => placeOf(one, region) === place))
          events.push([at, `request ${operation} ${JSON.stringify({ status, errorCode, applied, fault })}`]);
    for (const [at, text] of events.toSorted(([one], [other]) => one - other))
      facts.push(`  ${new Date(at).toISOString().slice(14)} ${text}`);
  }
  return facts;
}
