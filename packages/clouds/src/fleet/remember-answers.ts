import { CrosstagError } from "@crosstag/core";
import { coversNeeds, type Learned, type LearnedAccounts } from "./cache-record.ts";
import type { FleetQuestions, ListedAccounts } from "./expand-fleet.ts";
import type { FleetMemory } from "./fleet-memory.ts";
import type { ListNeeds } from "./fleet-questions.ts";

/**
 * Answers questions from what an earlier process has learned, as long as it is new enough.
 * @param needs what a list of accounts must say of them to be used again
 * @param needed ids of accounts that it must have
 */
export function rememberAnswers(
  questions: FleetQuestions,
  memory: FleetMemory,
  needs: ListNeeds,
  needed: readonly string[],
): FleetQuestions {
  return {
    ownAccount: () => questions.ownAccount(),
    async listAccounts(suits) {
      const { organization } = await memory.known();
      const kept = organization !== undefined && coversNeeds(organization.value, needs) ? organization : undefined;
      if (kept !== undefined && memory.isFresh(kept) && hasAll(kept, needed) && suits(kept.value.accounts))
        return listOf(kept);
      try {
        const { accounts } = await questions.listAccounts(suits);
        memory.keepAccounts({ has: needs, accounts });
        return { accounts };
      } catch (error) {
        // What is wrong with the configuration does not pass.
        const passes = CrosstagError.is(error) && error.code !== "configuration";
        if (!passes || kept === undefined || !memory.isUsable(kept)) throw error;
        return { ...listOf(kept), problem: error };
      }
    },
    async listRegions(accounts) {
      const { regions } = await memory.known();
      const answers = new Map<string, readonly string[] | CrosstagError>();
      for (const { id } of accounts) {
        const kept = regions.get(id);
        if (kept !== undefined && memory.isFresh(kept)) answers.set(id, kept.value);
      }
      const open = accounts.filter(({ id }) => !answers.has(id));
      if (open.length === 0) return answers;
      for (const [id, answer] of await questions.listRegions(open)) {
        answers.set(id, answer);
        if (!CrosstagError.is(answer)) memory.keepRegions(id, answer);
      }
      return answers;
    },
  };
}

function hasAll({ value }: Learned<LearnedAccounts>, accounts: readonly string[]): boolean {
  return accounts.every((account) => value.accounts.some(({ id }) => id === account));
}

function listOf({ fetchedAt, value: { accounts } }: Learned<LearnedAccounts>): ListedAccounts {
  return { accounts, listedAt: fetchedAt };
}
