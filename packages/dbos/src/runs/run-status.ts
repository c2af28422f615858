import { CrosstagError, type RunResult } from "@crosstag/core";
import type { Database } from "../database/open-database.ts";
import type { ChunkProgress, ChunkResult } from "./chunk-result.ts";

/** How far one cloud, account and region of a run is. */
export interface SharedScopeStatus {
  /** Cloud, account and region. */
  readonly scope: string;
  /** Resources that the plan changes there. */
  readonly changes: number;
  /** Resources with an outcome. */
  readonly settled: number;
  /** Of these, failed ones. */
  readonly failed: number;
  /** Of these, ones whose outcome is unknown. */
  readonly unknown: number;
  /** Write calls that were made in this attempt. */
  readonly calls: number;
  /** Calls that were throttled in this attempt. */
  readonly throttled: number;
}

/** How far a run is. */
export interface SharedRunStatus {
  /** The run's id. */
  readonly id: string;
  /** `submitted` until a worker begins it. */
  readonly state: "submitted" | "running" | "ended";
  /** How it ended. Absent: it has not. */
  readonly ended?: RunResult["ended"];
  /** Whether it is to stop. */
  readonly stopping: boolean;
  /** Resources that the plan changes. */
  readonly changes: number;
  /** The version of workers that apply it. */
  readonly version: string;
  /** Workers of that version that have their lease. */
  readonly workers: number;
  /** Versions of the workers that have their lease, without that one. */
  readonly otherVersions: readonly string[];
  /** How far each cloud, account and region is, in the order of the plan. */
  readonly scopes: readonly SharedScopeStatus[];
}

interface RunRow {
  readonly state: SharedRunStatus["state"];
  readonly ended: RunResult["ended"] | null;
  readonly stop: string | null;
  readonly changes: number;
  readonly version: string;
}

interface ChunkRow {
  readonly scope: string;
  readonly changes: number;
  readonly progress: ChunkProgress | null;
  readonly result: ChunkResult | null;
}

/** @throws CrosstagError `not-found` if the run was deleted; of the database */
export async function readRunStatus(database: Database, id: string): Promise<SharedRunStatus> {
  const [run] = await database.rows<RunRow>(
    "select state, ended, stop, changes, version from crosstag_runs where id = $1",
    [id],
  );
  if (run === undefined)
    throw new CrosstagError({ code: "not-found", message: `The run ${id} was deleted.`, hint: "List the runs." });
  const chunks = await database.rows<ChunkRow>(
    "select scope, changes, progress, result from crosstag_run_chunks where run = $1 and changes > 0 order by chunk",
    [id],
  );
  const workers = await database.rows<{ readonly version: string }>(
    "select version from crosstag_workers where not ended and lease_until > clock_timestamp()",
  );
  const others = workers.map(({ version }) => version).filter((version) => version !== run.version);
  return {
    id,
    state: run.state,
    ...(run.ended !== null && { ended: run.ended }),
    stopping: run.stop !== null,
    changes: run.changes,
    version: run.version,
    workers: workers.length - others.length,
    otherVersions: [...new Set(others)],
    scopes: byScope(chunks),
  };
}

function byScope(chunks: readonly ChunkRow[]): readonly SharedScopeStatus[] {
  const scopes = new Map<string, SharedScopeStatus>();
  for (const { scope, changes, progress, result } of chunks) {
    const sum = scopes.get(scope) ?? { scope, changes: 0, settled: 0, failed: 0, unknown: 0, calls: 0, throttled: 0 };
    scopes.set(scope, {
      scope,
      changes: sum.changes + changes,
      settled: sum.settled + (result?.ended === "complete" ? settledOf(result) : (progress?.settled ?? 0)),
      failed: sum.failed + (progress?.failed ?? 0),
      unknown: sum.unknown + (progress?.unknown ?? 0),
      calls: sum.calls + (progress?.calls ?? 0),
      throttled: sum.throttled + (progress?.throttled ?? 0),
    });
  }
  return [...scopes.values()];
}

/** All of it has an outcome. In one that ended early, what was not begun counts as skipped. */
function settledOf({ counts }: ChunkResult): number {
  return counts.changed + counts.unchanged + counts.skipped + counts.failed + counts.unknown;
}
