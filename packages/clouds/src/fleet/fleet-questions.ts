import { setTimeout as sleep } from "node:timers/promises";
import type { CloudConfiguration } from "@crosstag/config";
import type { CrosstagError } from "@crosstag/core";
import type { FleetConnection, ListAccountsRequest } from "@crosstag/core/driver";
import type { FleetQuestions } from "./expand-fleet.ts";
import type { FleetAccount } from "./fleet-account.ts";
import type { ScopeSelection } from "./scope-selection.ts";
import { connectionError, sendPatiently } from "./send-patiently.ts";

/** What is needed of the accounts of an organization, beside their ids and states. */
export type ListNeeds = Required<Omit<ListAccountsRequest, "role">>;

/** Accounts whose regions are asked for at once: clouds allow about 5 such calls a second. */
const AT_ONCE = 4;

/**
 * Answers the questions of an expansion by asking the cloud. Errors name the question.
 * @param needs what is needed of accounts
 */
export function askFleet(
  provider: string,
  { organization, callTimeoutSeconds }: Pick<CloudConfiguration, "organization" | "callTimeoutSeconds">,
  connection: FleetConnection,
  needs: ListNeeds,
): FleetQuestions {
  const call = sendPatiently(connection, {
    sleep: (milliseconds) => sleep(milliseconds),
    random: Math.random,
    callTimeoutSeconds,
  });
  const explain = (doing: string, error: unknown) => connectionError(provider, connection, doing, error);
  return {
    async listAccounts() {
      const { role } = organization ?? {};
      try {
        return { accounts: await connection.listAccounts({ ...needs, ...(role !== undefined && { role }) }, call) };
      } catch (error) {
        throw explain("The accounts of the organization cannot be listed", error);
      }
    },
    async ownAccount() {
      try {
        return await call((context) => connection.identify({}, context));
      } catch (error) {
        throw explain("The account of the credentials is not known", error);
      }
    },
    async listRegions(accounts) {
      const answers = new Map<string, readonly string[] | CrosstagError>();
      const waiting = accounts.values();
      const ask = async ({ id, role }: FleetAccount) => {
        try {
          answers.set(id, await connection.listRegions({ account: id, ...(role !== undefined && { role }) }, call));
        } catch (error) {
          answers.set(id, explain(`The regions of account ${id} cannot be listed`, error));
        }
      };
      // The workers share one iterator.
      const worker = async () => {
        for (const account of waiting) await ask(account);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      return answers;
    },
  };
}

/** What is needed of accounts, by what the user wrote of them. */
export function listNeeds(cloud: Pick<CloudConfiguration, "organization">, selection: ScopeSelection): ListNeeds {
  return { units: unitsNeeded(cloud, selection), tags: (selection.accountTags ?? []).length > 0 };
}

/** By the names of units and accounts that the user wrote. */
function unitsNeeded(
  { organization }: Pick<CloudConfiguration, "organization">,
  selection: ScopeSelection,
): ListAccountsRequest["units"] {
  const written = [...(organization?.units ?? []), ...(organization?.exclude ?? []), ...(selection.units ?? [])];
  if (written.some((name) => name.startsWith("/"))) return "names";
  return written.some((name) => !/^\d+$/.test(name)) ? "ids" : "none";
}
