import type { Database } from "../database/open-database.ts";
import type { CheckNews, KnownViolation } from "../webhook/check-news.ts";

/** An open violation with its history. */
export interface OpenViolation extends KnownViolation {
  /** The tick of the check that found it first, ISO 8601. One that was closed and comes back begins again. */
  readonly firstSeen: string;
  /** The tick of the last check that found it, ISO 8601. Checks after it could not read its resource. */
  readonly lastSeen: string;
}

const FACTS = `'fingerprint', fingerprint, 'reference', reference, 'rule', rule, 'severity', severity, 'tagKey', tag_key,
  'message', message, 'fix', fix, 'team', team`;
const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

/** Returns the open violations of a schedule, the oldest first. @throws CrosstagError of the database */
export async function readOpenViolations(
  database: Database,
  schedule: string,
  limit = 10_000,
): Promise<readonly OpenViolation[]> {
  const rows = await database.rows<{ readonly violation: OpenViolation }>(
    `select jsonb_strip_nulls(jsonb_build_object(${FACTS},
       'firstSeen', to_char(first_seen at time zone 'UTC', ${ISO}),
       'lastSeen', to_char(last_seen at time zone 'UTC', ${ISO}))) as violation
     from crosstag_violations where schedule = $1 and closed_at is null
     order by first_seen, reference, rule, fingerprint limit $2`,
    [schedule, limit],
  );
  return rows.map(({ violation }) => violation);
}

/**
 * Returns what a check found that the one before did not. Violations that were closed since are not part of it.
 * @returns undefined if there is no such check, or it has no result
 * @throws CrosstagError of the database
 */
export async function readNews(database: Database, checkId: string): Promise<CheckNews | undefined> {
  const [check] = await database.rows<{ readonly news: Omit<CheckNews, "violations" | "checkId"> }>(
    `select jsonb_build_object('schedule', schedule, 'policy', policy, 'checkedAt', summary -> 'checkedAt',
       'fixed', coalesce((closed_violations ->> 'fixed')::int, 0), 'open', open_violations,
       'unread', summary -> 'results' -> 'error') as news
     from crosstag_checks where id = $1 and state in ('complete', 'incomplete')`,
    [checkId],
  );
  if (check === undefined) return undefined;
  const rows = await database.rows<{ readonly violation: KnownViolation }>(
    `select jsonb_strip_nulls(jsonb_build_object(${FACTS})) as violation
     from crosstag_violations where first_check = $1 and closed_at is null order by team, reference, rule, fingerprint`,
    [checkId],
  );
  return { ...check.news, checkId, violations: rows.map(({ violation }) => violation) };
}
