import { QuotaLedger, type QuotaLedgerState, type TurnLease } from "@crosstag/core/internal";
import type { Pool } from "pg";
import { transact } from "./database/transact.ts";

/** An answer of the cloud. Times are milliseconds of the database's clock. */
export interface AnswerReport {
  readonly now: number;
  readonly sentAt: number;
  readonly epoch: number;
  /** Only if the cloud throttled the call: how long it asked to wait; 0: it named no time. */
  readonly retryAfterMs?: number;
}

/** What a lane draws and reports at once. */
export interface QuotaExchange {
  readonly quota: string;
  readonly requestsPerSecond: number;
  /** Turns that are wanted. */
  readonly calls: number;
  readonly answers: readonly AnswerReport[];
}

/** A lease in the time of the database. */
export interface DatabaseLease extends TurnLease {
  /** The time of the database when the lease was given. */
  readonly now: number;
}

/** How long before its time a turn is given, milliseconds: longer than the slowest exchange in a busy database. */
export const REACH_MS = 1_000;
/** One exchange gives at most so many seconds' worth of turns, so that other workers get theirs in between. */
const SECONDS_OF_ONE_LEASE = 0.25;
/** After so many milliseconds without use a quota begins anew: what was learned of it is out of date. */
const FORGET_AFTER_MS = 60_000;
/** The form of the rows. Another form has another table. */
const TABLE = "crosstag_quotas_1";
/** Workers run for hours without a person: they never send more than what is documented, configured or discovered. */
const PROBES = { probes: false } as const;
/** Any number that other programs do not use for their locks. */
const CREATION_LOCK = 7_310_266_154;

/** The rows of a table in Postgres, one for each quota: the state of its timetable. */
export class QuotaRows {
  readonly #pool: Pool;
  #created: Promise<void> | undefined;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /**
   * Draws turns and reports answers, in one transaction that locks the row of the quota.
   * @param onTime called with the database's time as soon as it is known
   * @throws the error of the database
   */
  async exchange(
    { quota, requestsPerSecond, calls, answers }: QuotaExchange,
    onTime: (databaseNow: number) => void,
  ): Promise<DatabaseLease> {
    await this.#create();
    return transact(this.#pool, async (client) => {
      const insert = `insert into ${TABLE} (quota) values ($1) on conflict do nothing`;
      const select = `select state, extract(epoch from clock_timestamp())::float8 * 1000 as now from ${TABLE} where quota = $1 for update`;
      let { rows } = await client.query<Row>(select, [quota]);
      if (rows.length === 0) {
        await client.query(insert, [quota]);
        ({ rows } = await client.query<Row>(select, [quota]));
      }
      const [row] = rows;
      if (row === undefined) throw new Error("The row of the quota was deleted while it was read.");
      const { now } = row;
      onTime(now);
      const ledger = ledgerOf(row, requestsPerSecond);
      for (const { retryAfterMs, now: at, sentAt, epoch } of answers) {
        if (retryAfterMs === undefined) ledger.accepted(at, sentAt, epoch);
        else ledger.throttled(at, sentAt, retryAfterMs, epoch);
      }
      const most = Math.max(1, Math.floor(ledger.requestsPerSecond * SECONDS_OF_ONE_LEASE));
      const turns = ledger.draw(now, Math.min(calls, most), REACH_MS);
      if (turns.length > 0 || answers.length > 0)
        await client.query(`update ${TABLE} set state = $2 where quota = $1`, [quota, JSON.stringify(ledger.state)]);
      const { epoch, nextAt } = ledger;
      return { now, turns, epoch, requestsPerSecond: ledger.requestsPerSecond, nextAt: Math.max(nextAt, now) };
    });
  }

  #create(): Promise<void> {
    return (this.#created ??= transact(this.#pool, async (client) => {
      // Two that create the table at once would fail.
      await client.query("select pg_advisory_xact_lock($1)", [CREATION_LOCK]);
      await client.query(`create table if not exists ${TABLE} (quota text primary key, state jsonb)`);
    }).catch((error: unknown) => {
      this.#created = undefined;
      throw error;
    }));
  }
}

interface Row {
  readonly state: QuotaLedgerState | null;
  readonly now: number;
}

/** Configurations can differ: the lowest rate that was used in the last minute counts. */
function ledgerOf({ state, now }: Row, requestsPerSecond: number): QuotaLedger {
  if (state === null) return new QuotaLedger(requestsPerSecond, PROBES);
  const nextAt = state.nextAt ?? now;
  const history = { requestsPerSecond, nextAt };
  const isOld = now - Math.max(nextAt, state.lastReport ?? nextAt) > FORGET_AFTER_MS;
  return isOld || requestsPerSecond < state.requestsPerSecond
    ? new QuotaLedger(requestsPerSecond, { ...PROBES, history, epoch: state.epoch + 1 })
    : QuotaLedger.from(state, PROBES);
}
