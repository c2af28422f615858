import type { AccountConfiguration, CloudConfiguration } from "@crosstag/config";
import { accountsOfAny } from "../services/facts-of-any.ts";
import { expandFleet, type ExpandedFleet, type FleetQuestions } from "./expand-fleet.ts";
import type { FleetMemory } from "./fleet-memory.ts";
import { listNeeds } from "./fleet-questions.ts";
import type { FleetInputs } from "./open-fleet.ts";
import { rememberAnswers } from "./remember-answers.ts";

/** How the clouds of an entry are found. */
export interface FindingWays {
  readonly questions: FleetQuestions;
  /** What has been learned of the entry. Undefined: nothing is remembered. */
  readonly memory: FleetMemory | undefined;
}

/**
 * Finds the clouds of an entry by asking its cloud, or by what an earlier process has learned.
 * @param inputs its references are the ones that this entry may serve
 * @throws CrosstagError as `expandFleet`
 */
export async function expandFromCloud(
  name: string,
  cloud: CloudConfiguration,
  configured: readonly AccountConfiguration[],
  { questions, memory }: FindingWays,
  { selection = {}, references = [], ...parts }: Pick<FleetInputs, "profile" | "services" | "selection" | "references">,
): Promise<ExpandedFleet> {
  if (memory === undefined) return expandFleet(name, cloud, configured, selection, questions);
  const grammars = [parts, ...parts.services].map(({ profile }) => profile.references);
  const accounts = accountsOfAny(grammars, references);
  const remembering = rememberAnswers(questions, memory, listNeeds(cloud, selection), accounts);
  const fleet = await expandFleet(name, cloud, configured, selection, remembering);
  await memory.save();
  return fleet;
}
