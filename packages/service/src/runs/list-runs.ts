import { CrosstagError } from "@crosstag/core";
import { listRuns as readRuns, openRun } from "@crosstag/core/node";
import { FORMAT_VERSION, type listRuns } from "@crosstag/operations";
import { textsForCallers } from "../http/without-folders.ts";
import type { OperationHandler } from "../operation-handler.ts";
import { isAllowed } from "../plans/plan-reach.ts";
import type { ServiceContext } from "../service-context.ts";
import type { RunDocument, RunFacts } from "./run-document.ts";

/** Names the runs whose plans are for the caller. A run whose plan cannot be read is named with its problem only. */
export function createListRuns({ state: { runs, runDocuments } }: ServiceContext): OperationHandler<typeof listRuns> {
  const factsOf = async (folder: string): Promise<RunFacts | CrosstagError> => {
    try {
      return await runDocuments.facts(await openRun(runs.root, folder));
    } catch (error) {
      if (CrosstagError.is(error)) return error;
      throw error;
    }
  };
  return async (_input, { caller }) => {
    const described: RunDocument[] = [];
    const undos = await runDocuments.undos();
    for (const listed of await readRuns(runs.root)) {
      const facts = await factsOf(listed.folder);
      if (CrosstagError.is(facts))
        described.push({ run: listed.id, state: "interrupted", problem: textsForCallers(facts).message });
      else if (isAllowed(caller, facts.reach)) described.push(runDocuments.describeListed(listed, { facts, undos }));
    }
    return { status: 200, document: { formatVersion: FORMAT_VERSION, runs: described } };
  };
}
