import type { Database } from "../database/open-database.ts";

/** The workers of one version, and what they have to apply. */
export interface VersionLoad {
  readonly workers: number;
  /** Clouds, accounts and regions with chunks that have no result yet: one chunk of each is applied at a time. */
  readonly scopes: number;
}

/** The part of its most chunks that a run is expected to have while it is not known. */
const EXPECTED_PART = 0.625;

/**
 * How many chunks each worker may apply at once, so that all get their part of a run. The engine gives what waits to the worker
 * that asks first, and one worker with most of the chunks needs more than its processor while the others do nothing. The
 * engine has one limit for all versions: of the versions with work, the one that needs most counts.
 * @param most chunks that a worker may apply at once
 */
export function chunksForEach(versions: readonly VersionLoad[], most: number): number {
  const several = versions.filter(({ workers }) => workers > 1);
  if (several.length === 0) return most;
  const busy = versions.filter(({ scopes }) => scopes > 0);
  const wanted = (busy.length > 0 ? busy : several).map(({ workers, scopes }) =>
    // One that is alone asks for what it has: if it asked for what may come, all others would stop sharing.
    workers === 1 ? scopes : Math.ceil(Math.max(scopes, most * EXPECTED_PART) / workers),
  );
  return Math.min(most, Math.max(...wanted));
}

/**
 * The load of all versions that have workers. A worker whose lease has ended makes no calls: it counts no more, also before
 * another one takes over what it has left.
 * @throws CrosstagError of the database
 */
export async function readLoad(database: Database): Promise<readonly VersionLoad[]> {
  const rows = await database.rows<VersionLoad>(
    `select count(*)::int as workers, coalesce((
         select count(distinct c.scope)::int from crosstag_run_chunks c join crosstag_runs r on r.id = c.run
         where r.version = w.version and r.state <> 'ended' and c.changes > 0 and not c.done), 0) as scopes
       from crosstag_workers w where not w.ended and w.lease_until > clock_timestamp() group by w.version`,
  );
  return rows.map(({ workers, scopes }) => ({ workers, scopes }));
}
