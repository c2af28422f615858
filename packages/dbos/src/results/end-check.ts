import type { CheckRecord } from "@crosstag/compliance";
import type { PoolClient } from "pg";
import type { Database } from "../database/open-database.ts";
import type { CheckOutcome, ClosedBecause, ClosedCounts } from "./check-result.ts";
import { storableJson } from "./storable-json.ts";

/** What a check changed. */
export interface EndedCheck {
  /** Violations that the check before did not find. */
  readonly newViolations: number;
  /** Violations that are no longer open, by the reason. */
  readonly closedViolations: ClosedCounts;
  /** Violations that are open. */
  readonly openViolations: number;
}

/** Records that are sent to the database at once. */
const BATCH = 1_000;

/**
 * Records the result of a check, all of it or nothing. A violation is closed only if that is known: its resource was read
 * without it, is no longer listed where listing was complete, or its rule is not in the policy.
 * @param records of every resource of the check, unread ones included
 * @returns undefined if another worker has taken the check over
 * @throws CrosstagError of the database
 */
export async function endCheck(
  database: Database,
  { id, worker }: { readonly id: string; readonly worker: string },
  outcome: CheckOutcome,
  records: AsyncIterable<CheckRecord> | Iterable<CheckRecord>,
): Promise<EndedCheck | undefined> {
  return database.transact(async (client) => {
    const { rows } = await client.query<Check>(
      "select schedule, tick from crosstag_checks where id = $1 and worker = $2 and state = 'running' for update",
      [id, worker],
    );
    const [check] = rows;
    if (check === undefined) return undefined;
    await loadRecords(client, check.schedule, records);
    await keepFound(client, id, check);
    const closed = await closeOthers(client, id, check, outcome);
    const ended = { ...(await countViolations(client, id, check.schedule)), closedViolations: closed };
    await endRow(client, id, outcome, ended);
    return ended;
  });
}

interface Check {
  readonly schedule: string;
  readonly tick: Date;
}

/** Into tables of this transaction: the findings, what is waived, and what was read of resources with open violations. */
async function loadRecords(
  client: PoolClient,
  schedule: string,
  records: AsyncIterable<CheckRecord> | Iterable<CheckRecord>,
): Promise<void> {
  await client.query(
    `create temporary table found (fingerprint text primary key, reference text, provider text, account text, region text,
       kind text, rule text, severity text, tag_key text, message text, fix text, team text) on commit drop`,
  );
  await client.query("create temporary table waived (fingerprint text primary key) on commit drop");
  await client.query("create temporary table seen (reference text primary key, read boolean not null) on commit drop");
  let batch: CheckRecord[] = [];
  for await (const record of records) {
    batch.push(record);
    if (batch.length < BATCH) continue;
    await loadBatch(client, schedule, batch);
    batch = [];
  }
  await loadBatch(client, schedule, batch);
}

const COLUMNS = "fingerprint, reference, provider, account, region, kind, rule, severity, tag_key, message, fix, team";

async function loadBatch(client: PoolClient, schedule: string, batch: readonly CheckRecord[]): Promise<void> {
  const found = batch.flatMap(({ reference, provider, account, region, kind, team, findings }) =>
    findings.map(({ fingerprint, rule, severity, tagKey, message, fix }) => ({
      fingerprint,
      reference,
      provider,
      account,
      region,
      kind,
      rule,
      severity,
      tag_key: tagKey,
      message,
      fix,
      team,
    })),
  );
  const waived = batch.flatMap(({ suppressed }) => suppressed.map(({ fingerprint }) => ({ fingerprint })));
  const seen = batch.map(({ reference, error }) => ({ reference, read: error === undefined }));
  // A resource that is listed twice has its findings twice.
  await client.query(
    `insert into found (${COLUMNS}) select ${COLUMNS} from jsonb_populate_recordset(null::found, $1::jsonb)
     on conflict do nothing`,
    [storableJson(found)],
  );
  await client.query(
    `insert into waived select fingerprint from jsonb_populate_recordset(null::waived, $1::jsonb)
     on conflict do nothing`,
    [storableJson(waived)],
  );
  await client.query(
    `insert into seen select s.reference, s.read from jsonb_populate_recordset(null::seen, $1::jsonb) s
     where exists (select 1 from crosstag_violations v
                   where v.schedule = $2 and v.reference = s.reference and v.closed_at is null)
     on conflict do nothing`,
    [storableJson(seen), schedule],
  );
}

/** A violation that was closed begins again. */
async function keepFound(client: PoolClient, id: string, { schedule, tick }: Check): Promise<void> {
  await client.query(
    `insert into crosstag_violations as v
       (${COLUMNS}, schedule, first_seen, first_check, last_seen, last_check)
     select ${COLUMNS}, $1, $2, $3, $2, $3 from found
     on conflict (schedule, fingerprint) do update set
       first_seen = case when v.closed_at is null then v.first_seen else excluded.first_seen end,
       first_check = case when v.closed_at is null then v.first_check else excluded.first_check end,
       last_seen = excluded.last_seen, last_check = excluded.last_check,
       severity = excluded.severity, message = excluded.message, fix = excluded.fix, team = excluded.team,
       closed_at = null, closed_because = null`,
    [schedule, tick, id],
  );
}

async function closeOthers(
  client: PoolClient,
  id: string,
  { schedule, tick }: Check,
  { summary, unlisted }: CheckOutcome,
): Promise<ClosedCounts> {
  const { rows } = await client.query<{ because: ClosedBecause; count: number }>(
    `with judged as (
       select v.fingerprint, case
         when v.rule <> all($4::text[]) then 'rule-removed'
         when exists (select 1 from waived w where w.fingerprint = v.fingerprint) then 'waived'
         when s.read then 'fixed'
         when s.reference is null and not exists (
           select 1 from jsonb_to_recordset($5::jsonb) u (provider text, region text, account text, kind text)
           where u.provider = v.provider
             and (u.region is null or v.region is null or u.region = v.region)
             and (u.account is null or v.account is null or u.account = v.account)
             and (u.kind is null or u.kind = v.kind)
         ) then 'not-found'
       end as because
       from crosstag_violations v left join seen s on s.reference = v.reference
       where v.schedule = $1 and v.closed_at is null and v.last_check <> $3
     ), closed as (
       update crosstag_violations v set closed_at = $2, closed_because = j.because
       from judged j where v.schedule = $1 and v.fingerprint = j.fingerprint and j.because is not null
       returning j.because
     )
     select because, count(*)::int as count from closed group by because`,
    [schedule, tick, id, summary.rules.map((rule) => rule.id), storableJson(unlisted)],
  );
  return Object.fromEntries(rows.map(({ because, count }) => [because, count]));
}

async function countViolations(
  client: PoolClient,
  id: string,
  schedule: string,
): Promise<Pick<EndedCheck, "newViolations" | "openViolations">> {
  const { rows } = await client.query<{ new: number; open: number }>(
    `select count(*) filter (where first_check = $2)::int as new, count(*)::int as open
     from crosstag_violations where schedule = $1 and closed_at is null`,
    [schedule, id],
  );
  return { newViolations: rows[0]?.new ?? 0, openViolations: rows[0]?.open ?? 0 };
}

async function endRow(
  client: PoolClient,
  id: string,
  { summary, policyDigest, unlisted, receivers, reason }: CheckOutcome,
  { newViolations, closedViolations, openViolations }: EndedCheck,
): Promise<void> {
  const isComplete = unlisted.length === 0 && summary.results.error === 0;
  await client.query(
    `update crosstag_checks set state = $2, ended_at = clock_timestamp(), policy = $3, policy_digest = $4, summary = $5,
       unlisted = $6, new_violations = $7, closed_violations = $8, open_violations = $9, reason = $10 where id = $1`,
    [
      id,
      isComplete ? "complete" : "incomplete",
      summary.policy,
      policyDigest,
      storableJson(summary),
      storableJson(unlisted),
      newViolations,
      storableJson(closedViolations),
      openViolations,
      reason ?? null,
    ],
  );
  // In the same transaction: a worker that ends now leaves the messages to another one.
  if (newViolations > 0)
    await client.query("insert into crosstag_messages (check_id, receiver) select $1, unnest($2::text[])", [
      id,
      receivers,
    ]);
}
