import type { Database } from "../database/open-database.ts";

/** What checks wait for that no running worker can begin or continue. */
export interface WaitingCheck {
  /** The version of workers that does them. */
  readonly version: string;
  /** Versions of the workers that are running. */
  readonly otherVersions: readonly string[];
}

/** Undefined if a worker of the version is running. @throws CrosstagError of the database */
export async function missingWorker(database: Database, version: string): Promise<WaitingCheck | undefined> {
  const workers = await database.rows<{ readonly version: string }>(
    "select distinct version from crosstag_workers where not ended and lease_until > clock_timestamp() order by version",
  );
  const versions = workers.map((worker) => worker.version);
  return versions.includes(version) ? undefined : { version, otherVersions: versions };
}
