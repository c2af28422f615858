import { check } from "@crosstag/operations";
import { readLines } from "../api/read-lines.ts";
import { keepCheck } from "./kept-checks.ts";
import { ObservedValue, useObserved } from "../parts/observed-value.ts";
import type { CheckInput, CheckRecord, CheckSummary } from "./check-types.ts";

/** The last check of this page; it stays while other sections are open. */
export interface CheckSoFar {
  /** Absent: nothing was checked yet. */
  readonly input?: CheckInput;
  readonly records: readonly CheckRecord[];
  /** Absent: the check has not ended. */
  readonly summary?: CheckSummary;
  /** Resources that the clouds have listed so far. Absent: none is known. */
  readonly found?: number | undefined;
  readonly isRunning: boolean;
  readonly error?: unknown;
  /** The plans that were made of its fixes. */
  readonly fixPlans?: readonly string[];
}

const SHOW_MS = 150;
const current = new ObservedValue<CheckSoFar>({ records: [], isRunning: false });
let abort = new AbortController();

/** The last check, as far as it is. */
export function useCheck(): CheckSoFar {
  return useObserved(current);
}

/** Checks, in the place of the last check. Its records are shown as they come. */
export async function startCheck(input: CheckInput): Promise<void> {
  abort.abort();
  const own = new AbortController();
  abort = own;
  const show = (next: CheckSoFar) => {
    if (!own.signal.aborted) current.set(next);
  };
  const records: CheckRecord[] = [];
  let summary: CheckSummary | undefined;
  let found: number | undefined;
  let shownAt = performance.now();
  show({ input, records: [], isRunning: true });
  try {
    for await (const lines of readLines(check, { ...input, progress: true }, { signal: own.signal })) {
      for (const line of lines) {
        if (line.type === "summary") summary = line;
        else if (line.type === "progress") ({ found } = line);
        else records.push(line);
      }
      if (performance.now() - shownAt < SHOW_MS) continue;
      shownAt = performance.now();
      show({ input, records: [...records], found, isRunning: true });
    }
    show({
      input,
      records: [...records],
      isRunning: false,
      ...(summary === undefined
        ? { error: new Error("The check broke off before its end: its counts are missing.") }
        : { summary }),
    });
  } catch (error) {
    show({ input, records: [...records], isRunning: false, error });
  }
}

/** Notes that a plan was made of the fixes of the check that is shown. */
export function noteFixPlan(plan: string): void {
  const shown = current.get();
  const others = (shown.fixPlans ?? []).filter((each) => each !== plan);
  current.set({ ...shown, fixPlans: [...others, plan] });
  const { input, summary } = shown;
  if (input !== undefined && summary !== undefined) keepCheck({ plan, input, checkedAt: summary.checkedAt });
}

/** Ends the check that runs; what it has found stays. */
export function stopCheck(): void {
  abort.abort();
  const error = new Error("The check was stopped, so it is not complete.");
  current.set({ ...current.get(), isRunning: false, error });
}
