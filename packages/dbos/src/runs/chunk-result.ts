import type { CrosstagError, EarlierRun, RunResult, StoppedScope } from "@crosstag/core";
import { isCutOff } from "@crosstag/core/internal";

/** What became of a chunk, as it is kept in the database. */
export interface ChunkResult {
  /** As in the result of a run. */
  readonly ended: RunResult["ended"];
  /** Resources by status, with those from before a resume. */
  readonly counts: RunResult["counts"];
  /** Changed resources that could not be read back, or did not show the change. Absent: none. */
  readonly unconfirmed?: number;
  /** Why the scope stopped early. Absent: it did not. */
  readonly stopped?: readonly StoppedScope[];
}

/** How far a chunk is, as it is kept in the database. */
export interface ChunkProgress {
  /** Resources with an outcome, in this attempt. */
  readonly settled: number;
  /** Of these, failed ones. */
  readonly failed: number;
  /** Of these, ones whose outcome is unknown. */
  readonly unknown: number;
  /** Write calls that were made. */
  readonly calls: number;
  /** Calls of the scope that were throttled. */
  readonly throttled: number;
}

/** How a run has ended whose chunks have ended so. */
export function endOfRun(
  chunks: readonly Pick<ChunkResult, "ended">[],
  stop: RunResult["ended"] | undefined,
): RunResult["ended"] {
  const ends = new Set(chunks.map(({ ended }) => ended));
  ends.delete("complete");
  if (ends.size === 0) return "complete";
  if (stop !== undefined) return stop;
  // What is not configured, or beyond the limit, was not tried: what stopped the others says more.
  if (ends.size > 1) ends.delete("limit");
  if (ends.size > 1) ends.delete("not-configured");
  if (ends.has("credentials")) return "credentials";
  const [first = "interrupted"] = ends;
  return ends.size > 1 ? "account-refused" : first;
}

/**
 * The result of a chunk that no worker applies to its end: what its records say, and the rest is skipped.
 * @param earlier what its records say. Undefined: nothing was begun
 */
export function partResult(
  ended: RunResult["ended"],
  changes: number,
  earlier: Pick<EarlierRun, "outcomes" | "intents"> | undefined,
): ChunkResult {
  const counts = { changed: 0, unchanged: 0, skipped: changes, failed: 0, unknown: 0 };
  if (earlier === undefined) return { ended, counts };
  const { outcomes, intents } = earlier;
  // What was begun and cut off may have been made.
  counts.unknown = [...intents.keys()].filter((reference) => isCutOff(earlier, reference)).length;
  counts.skipped -= outcomes.size + counts.unknown;
  for (const { status } of outcomes.values()) counts[status] += 1;
  return { ended, counts };
}

/**
 * The result of a chunk for which a worker could send nothing at all.
 * @param earlier what earlier workers have written down
 */
export function refusedChunk(
  { scope, changes }: { readonly scope: string; readonly changes: number },
  error: CrosstagError,
  earlier: Pick<EarlierRun, "outcomes" | "intents"> | undefined,
): ChunkResult {
  return { ...partResult(endByCode(error.code), changes, earlier), stopped: [stoppedBy(scope, error)] };
}

/** The result of a chunk whose records cannot be read: each of its changes may have been made. */
export function damagedChunk(
  { scope, changes }: { readonly scope: string; readonly changes: number },
  error: CrosstagError,
): ChunkResult {
  const counts = { changed: 0, unchanged: 0, skipped: 0, failed: 0, unknown: changes };
  return { ended: "interrupted", counts, stopped: [stoppedBy(scope, error)] };
}

function stoppedBy(scope: string, { code, message, hint, providerCode }: CrosstagError): StoppedScope {
  return {
    scope,
    code,
    message,
    ...(hint !== undefined && { hint }),
    ...(providerCode !== undefined && { providerCode }),
  };
}

function endByCode(code: CrosstagError["code"]): RunResult["ended"] {
  if (code === "unauthenticated") return "credentials";
  if (code === "unavailable" || code === "deadline-exceeded") return "unreachable";
  if (code === "configuration" || code === "invalid-request" || code === "unsupported") return "not-configured";
  return "account-refused";
}
