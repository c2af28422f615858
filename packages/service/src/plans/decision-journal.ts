import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { CrosstagError } from "@crosstag/core";
import { makeFolders, openEvidenceJournal, readChain } from "@crosstag/core/node";
import { planDecision, planId, runId, type planDecision as PlanDecisionSchema } from "@crosstag/operations";
import { z } from "zod";
import { closeOnFailure } from "../writes/close-on-failure.ts";
import { openHealingJournal } from "../writes/healing-journal.ts";
import { writtenBy, type WritingCall } from "../writes/written-by.ts";

/** One decision about a plan. */
type PlanDecision = Readonly<z.output<typeof PlanDecisionSchema>>;

const requestId = z.string();
const caller = z.string();
const at = z.string();
const record = z.discriminatedUnion("type", [
  z.looseObject({ type: z.literal("plan-decided"), requestId, ...planDecision.shape }),
  z.looseObject({ type: z.literal("plan-deleted"), requestId, caller, at, digest: planId }),
  z.looseObject({ type: z.literal("run-canceled"), requestId, caller, at, run: runId }),
  z.looseObject({ type: z.literal("run-resumed"), requestId, caller, at, run: runId }),
]);

/** What callers decided about plans and runs, in a file that is chained by hash. */
export interface DecisionJournal {
  /** The decisions about a plan, in their order: the last one counts. */
  of(digest: string): readonly PlanDecision[];
  /** Whether the last decision about the plan was to reject it, also if the plan was deleted since: its runs do not continue. */
  isRejected(digest: string): boolean;
  /** On disk when it resolves. */
  decide(decision: Omit<PlanDecision, "caller" | "at">, call: WritingCall): Promise<void>;
  /** Ends what was decided about a plan: if it is made again, it has to be approved again. On disk when it resolves. */
  forget(digest: string, call: WritingCall): Promise<void>;
  /** Whether a caller stopped the run, and none has resumed it since. */
  isCanceled(run: string): boolean;
  /** On disk when it resolves. */
  cancel(run: string, call: WritingCall): Promise<void>;
  /** On disk when it resolves. */
  resume(run: string, call: WritingCall): Promise<void>;
  /** Closes the file. */
  close(): Promise<void>;
}

/**
 * Opens the journal, and keeps every other process from writing to it.
 * @throws CrosstagError `configuration` if it cannot be written, is in use or was changed
 */
export async function openDecisionJournal(path: string, now: () => Date): Promise<DecisionJournal> {
  await makeFolders(dirname(path), 0o700);
  const decisions = new Map<string, PlanDecision[]>();
  const rejected = new Set<string>();
  const canceled = new Set<string>();
  const take = (one: z.output<typeof record>): void => {
    if (one.type === "run-canceled") canceled.add(one.run);
    else if (one.type === "run-resumed") canceled.delete(one.run);
    else if (one.type === "plan-deleted") decisions.delete(one.digest);
    else {
      const { decision, digest, by, caller: name, at: time, note } = one;
      if (decision === "rejected") rejected.add(digest);
      else rejected.delete(digest);
      const ofPlan = decisions.get(digest) ?? [];
      decisions.set(digest, ofPlan);
      ofPlan.push({ decision, digest, by, caller: name, at: time, ...(note !== undefined && { note }) });
    }
  };
  const journal = await openHealingJournal({
    open: async () =>
      closeOnFailure(await openEvidenceJournal(path, now, { refusal: (holder) => inUse(path, holder) }), async () => {
        const { records } = readChain(await readFile(path, "utf8"));
        const parsed = records.map((one) => parseRecord(path, one));
        for (const taken of [decisions, rejected, canceled]) taken.clear();
        for (const one of parsed) take(one);
      }),
  });
  const append = async (one: z.output<typeof record>) => {
    await journal.append(one);
    take(one);
  };
  const about = (call: WritingCall) => ({ at: now().toISOString(), ...writtenBy(call) });
  return {
    of: (digest) => decisions.get(digest) ?? [],
    isRejected: (digest) => rejected.has(digest),
    decide: (decision, call) => append({ type: "plan-decided", ...about(call), ...decision }),
    forget: (digest, call) => append({ type: "plan-deleted", ...about(call), digest }),
    isCanceled: (run) => canceled.has(run),
    cancel: (run, call) => append({ type: "run-canceled", ...about(call), run }),
    resume: (run, call) => append({ type: "run-resumed", ...about(call), run }),
    close: () => journal.close(),
  };
}

/** The journal stands for the whole folder. */
function inUse(path: string, holder: string): CrosstagError {
  return new CrosstagError({
    code: "configuration",
    message: `The state folder ${JSON.stringify(dirname(path))} is in use by another service or console (${holder}).`,
    hint: "End that process, or set another `stateFolder`.",
  });
}

function parseRecord(path: string, given: { readonly sequence: number }): z.output<typeof record> {
  const { data } = record.safeParse(given);
  if (data !== undefined) return data;
  throw new CrosstagError({
    code: "configuration",
    message: `Line ${given.sequence + 1} of ${JSON.stringify(path)} is not a decision about a plan or a run.`,
    hint: "Use the version that wrote it, or move the file away: the plans have to be approved again then.",
  });
}
