import type { AccountConfiguration, CloudConfiguration } from "@crosstag/config";
import type { FleetConnection } from "@crosstag/core/driver";
import { expandFleet, type ExpandedFleet } from "./expand-fleet.ts";
import { askFleet, unitsNeeded } from "./fleet-questions.ts";
import type { FleetInputs } from "./open-fleet.ts";
import { rememberAnswers } from "./remember-answers.ts";

/**
 * Finds the clouds of an entry by asking its cloud, or by what an earlier process has learned.
 * @param inputs its references are the ones that this entry may serve
 * @throws CrosstagError as `expandFleet`
 */
export async function expandFromCloud(
  name: string,
  cloud: CloudConfiguration,
  configured: readonly AccountConfiguration[],
  connection: FleetConnection,
  { adapter, selection = {}, references = [], cache }: Omit<FleetInputs, "credentials" | "options">,
): Promise<ExpandedFleet> {
  const units = unitsNeeded(cloud, selection);
  const questions = askFleet(adapter.provider, cloud, connection, units);
  if (cache === undefined || cloud.organization?.cacheSeconds === 0)
    return expandFleet(name, cloud, configured, selection, questions);
  const { references: grammar } = adapter.profile(cloud.dialect);
  const needed = references.flatMap((reference) => grammar.factsOf(reference)?.account ?? []);
  const remembering = rememberAnswers(questions, cache, { name, cloud, units, needed });
  const fleet = await expandFleet(name, cloud, configured, selection, remembering);
  await remembering.save();
  return fleet;
}
