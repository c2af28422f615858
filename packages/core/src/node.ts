export { openMachineBudget } from "./node/budget/machine-budget.ts";
export type { MachineBudget, MachineBudgetOptions } from "./node/budget/machine-budget.ts";
export { endCutOffDeletions, findCutOffDeletions } from "./node/cut-off-deletions.ts";
export type { CutOffDeletion } from "./node/cut-off-deletions.ts";
export { withDraftFile } from "./node/draft-file.ts";
export { openEvidenceJournal } from "./node/evidence-journal.ts";
export type { EvidenceJournal, EvidenceJournalOptions } from "./node/evidence-journal.ts";
export type { AppendOptions, FlushOptions } from "./node/grouped-writer.ts";
export { readChain } from "./node/hash-chain.ts";
export type { ChainState, ChainedRecord } from "./node/hash-chain.ts";
export { holdPlan } from "./node/hold-plan.ts";
export type { HeldPlan, HoldPlanOptions } from "./node/hold-plan.ts";
export { holdRun } from "./node/hold-run.ts";
export type { HeldRun, HoldRunOptions } from "./node/hold-run.ts";
export { hasDoneAll, listRun, listRuns, runStateOf } from "./node/list-runs.ts";
export type { ListedRun } from "./node/list-runs.ts";
export { makeFolders } from "./node/make-folders.ts";
export { createPlan } from "./node/memory-plan.ts";
export type { PlanOptions, PlanParts } from "./node/memory-plan.ts";
export type { TimedRunRecord } from "./node/parse-run-line.ts";
export { openPlanFile } from "./node/plan-file.ts";
export type { PlanFile } from "./node/plan-file.ts";
export { loadRunState, readRunRecords } from "./node/read-run.ts";
export type { ReadRunOptions } from "./node/read-run.ts";
export { openInterruptedRun, resumeRun } from "./node/resume-run.ts";
export type { InterruptedRun } from "./node/resume-run.ts";
export { newRunId, openRun, runIds } from "./node/run-folder.ts";
export type { RunFolder } from "./node/run-folder.ts";
export { openRunJournal } from "./node/run-journal.ts";
export type { RunJournalFile, RunJournalOptions } from "./node/run-journal.ts";
export { openRunJournalTail } from "./node/run-journal-tail.ts";
export type { PlacedRunRecord, RunJournalTail } from "./node/run-journal-tail.ts";
export { runPlan } from "./node/run-plan.ts";
export type { FinishedRun, PlanApplier, PlanToRun, RunOptions, RunPlanOptions } from "./node/run-plan.ts";
export { createRun } from "./node/run-store.ts";
export type { CreateRunOptions, CreatedRun } from "./node/run-store.ts";
export { saveRun } from "./node/save-run.ts";
export type { RunToSave, SavedRun, SaveRunOptions } from "./node/save-run.ts";
export { undoRun } from "./node/undo-run.ts";
export type { RunUndoer, UndoRunOptions, UndoneRun } from "./node/undo-run.ts";
export { continuedSince, holdUndone } from "./node/stale-undo.ts";
export {
  findUndo,
  leavesNothing,
  listUndo,
  mayHaveChanged,
  refuseUndone,
  standingUndo,
  standingUndos,
  undoneBy,
  undoneRun,
} from "./node/undone-run.ts";
export type { ListedUndo, MayHaveChanged, UndoOf } from "./node/undone-run.ts";
export { verifyRun } from "./node/verify-run.ts";
export type { RunVerification, VerifyRunOptions } from "./node/verify-run.ts";
export { writePlanFile } from "./node/write-plan-file.ts";
export type { RunState } from "./run/run-state.ts";
