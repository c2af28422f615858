import type { Clock } from "@crosstag/core";
import { KeeperTime, startTimer, type QuotaLedgerState, type TurnLease } from "@crosstag/core/internal";
import type { Pool } from "pg";
import { transact } from "./database/transact.ts";
import { LeaseDelay } from "./lease-delay.ts";
import { Pause } from "./pause.ts";
import { exchangeTurns, OWN_AFTER_MS, type QuotaExchange } from "./quota-exchange.ts";

/** The form of the rows. Another form has another table. */
const TABLE = "crosstag_quotas_1";
/** Any number that other programs do not use for their locks. */
const CREATION_LOCK = 7_310_266_154;
/** For so many milliseconds a row is expected to be as this process has written it. */
const EXPECTED_MS = 5_000;
/**
 * The exchanges of many quotas are written together, if they may wait: so many milliseconds after the last statement for each
 * quota in use. Ten scopes of one worker took a hundred statements a second when a run began; for one quota, waiting gains
 * nothing.
 */
const APART_MS_EACH = 2;
/** Rows that are remembered before old ones are forgotten: more than the quotas that a process uses at once. */
const MOST_KNOWN = 1_000;
/** Messages that tell the time of the database before the first turn: those of a process that starts are slow. */
const FIRST_MESSAGES = 5;
/** Messages from the moment for which a lease is drawn until it arrives, if its row is locked before: to write, to commit. */
const MESSAGES_ALONE = 2;
const DATABASE_TIME = "extract(epoch from clock_timestamp())::float8 * 1000 as now";

/** A row as this process has written or read it last. */
interface KnownRow {
  readonly state: QuotaLedgerState;
  /** Changes with every write, of any process. */
  readonly version: string;
  /** Since when no other process has written it, as far as two exchanges in a row can tell; in this process's time. */
  readonly oursSince: number | undefined;
  /** In this process's time. */
  readonly at: number;
}

interface WaitingExchange {
  readonly exchange: QuotaExchange;
  /** Undefined if the row is not as expected. */
  readonly resolve: (lease: TurnLease | undefined) => void;
  readonly reject: (error: unknown) => void;
}

interface Draft extends WaitingExchange {
  readonly lease: TurnLease;
  readonly state: QuotaLedgerState;
  /** Undefined: there is no row yet, as far as this process knows. */
  readonly version: string | undefined;
  readonly wasUnused: boolean;
}

/**
 * The rows of a table in Postgres, one for each quota: the state of its timetable. Its callers use their own time; it
 * translates from and to the time of the database.
 *
 * A quota that only one process uses at the moment costs a part of one statement for each exchange: the new state is
 * written if the row is still as this process has left it, together with those of other quotas. So is the first row of a
 * quota. Otherwise the row is locked, read and written.
 */
export class QuotaRows {
  readonly #pool: Pool;
  readonly #clock: Clock;
  readonly #time = new KeeperTime();
  readonly #delayTogether = new LeaseDelay();
  readonly #delayAlone = new LeaseDelay();
  readonly #known = new Map<string, KnownRow>();
  #waiting: WaitingExchange[] = [];
  #writing = false;
  #writtenAt = Number.NEGATIVE_INFINITY;
  /** Before a statement; another exchange can end it. An exchange that waits keeps the process alive. */
  readonly #pause: Pause;
  #created: Promise<void> | undefined;

  constructor(pool: Pool, clock: Clock) {
    this.#pool = pool;
    this.#clock = clock;
    this.#pause = new Pause((milliseconds, onTime) => startTimer(clock, milliseconds, onTime));
  }

  /** Draws turns and reports answers. @throws the error of the database */
  async exchange(exchange: QuotaExchange): Promise<TurnLease> {
    await this.#create();
    const lease = this.#isExpected(exchange.quota) ? await this.#exchangeWithOthers(exchange) : undefined;
    return lease ?? this.#exchangeAlone(exchange);
  }

  #isExpected(quota: string): boolean {
    const known = this.#known.get(quota);
    return known === undefined || (known.oursSince !== undefined && !this.#isOld(known));
  }

  #isOwn({ oursSince }: KnownRow): boolean {
    return oursSince !== undefined && this.#clock.now() - oursSince >= OWN_AFTER_MS;
  }

  #isOld({ at }: KnownRow): boolean {
    return this.#clock.now() - at >= EXPECTED_MS;
  }

  #exchangeWithOthers(exchange: QuotaExchange): Promise<TurnLease | undefined> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ exchange, resolve, reject });
      if (this.#writing) this.#pause.end();
      else void this.#writeWaiting();
    });
  }

  /** Exchanges that come while others are written are written together. Never rejects. */
  async #writeWaiting(): Promise<void> {
    this.#writing = true;
    // All exchanges of the same turn are in the first group.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      await this.#pauseBeforeWriting();
      this.#writtenAt = this.#clock.now();
      const drafts = this.#takeDrafts();
      if (drafts.length === 0) continue;
      try {
        const versions = await this.#writeDrafts(drafts);
        this.#delayTogether.note(this.#clock.now() - this.#writtenAt);
        for (const { exchange, state, lease, wasUnused, resolve } of drafts) {
          const version = versions.get(exchange.quota);
          if (version !== undefined) this.#note(exchange.quota, { state, version }, { wasUnused });
          resolve(version === undefined ? undefined : this.#toOwn(lease));
        }
      } catch (error) {
        for (const { reject } of drafts) reject(error);
      }
    }
    this.#writing = false;
  }

  async #pauseBeforeWriting(): Promise<void> {
    for (;;) {
      const patience = Math.min(...this.#waiting.map(({ exchange }) => exchange.mayWaitMs ?? 0));
      const inUse = [...this.#known.values()].filter((known) => !this.#isOld(known)).length;
      const early = this.#writtenAt + Math.min(patience, inUse * APART_MS_EACH) - this.#clock.now();
      if (early <= 0) return;
      await this.#pause.wait(early);
    }
  }

  /** One draft for each quota; a second exchange of a quota waits for the first one. */
  #takeDrafts(): readonly Draft[] {
    const drafts = new Map<string, Draft>();
    const later: WaitingExchange[] = [];
    for (const waiting of this.#waiting) {
      const { quota } = waiting.exchange;
      const known = this.#known.get(quota);
      if (drafts.has(quota)) later.push(waiting);
      else {
        const now = this.#time.toKeeper(this.#clock.now());
        const { lease, state, wasUnused } = exchangeTurns(known?.state ?? null, now, {
          ...this.#toKeeper(waiting.exchange),
          isOwn: known !== undefined && this.#isOwn(known),
          arrivesInMs: this.#delayTogether.milliseconds,
        });
        // What others have made of the row since could allow more.
        if (state === undefined) waiting.resolve(undefined);
        else drafts.set(quota, { ...waiting, lease, state, version: known?.version, wasUnused });
      }
    }
    this.#waiting = later;
    return [...drafts.values()];
  }

  /**
   * Gives the new versions of the rows that were as expected. Rows that are locked at the moment are not waited for, but another
   * process that adds the same first row is.
   */
  async #writeDrafts(drafts: readonly Draft[]): Promise<ReadonlyMap<string, string>> {
    const { rows } = await this.#pool.query<{ quota: string; version: string; now: number }>({
      text: `with draft as (
          select * from unnest($1::text[], $2::text[], $3::text[]) as draft (quota, version, state)
        ), expected as (
          select kept.quota, draft.state
          from draft join ${TABLE} kept on kept.quota = draft.quota and kept.xmin::text = draft.version
          for update of kept skip locked
        ), changed as (
          update ${TABLE} kept set state = expected.state::jsonb from expected where kept.quota = expected.quota
          returning kept.quota, kept.xmin::text as version
        ), added as (
          insert into ${TABLE} (quota, state)
          select quota, state::jsonb from draft where version is null order by quota
          on conflict do nothing
          returning quota, xmin::text as version
        )
        select *, ${DATABASE_TIME} from (select * from changed union all select * from added) as written`,
      values: [
        drafts.map(({ exchange }) => exchange.quota),
        drafts.map(({ version }) => version ?? null),
        drafts.map(({ state }) => JSON.stringify(state)),
      ],
    });
    const [first] = rows;
    if (first !== undefined) this.#time.heard(first.now, this.#clock.now());
    return new Map(rows.map(({ quota, version }) => [quota, version]));
  }

  /** In one transaction that locks the row of the quota. */
  async #exchangeAlone(exchange: QuotaExchange): Promise<TurnLease> {
    const { quota } = exchange;
    let drawnAt = 0;
    let isWritten = false;
    const drawn = await transact(this.#pool, async (client) => {
      const select = `select state, xmin::text as version, ${DATABASE_TIME} from ${TABLE} where quota = $1 for update`;
      let { rows } = await client.query<Row>(select, [quota]);
      if (rows.length === 0) {
        await client.query(`insert into ${TABLE} (quota) values ($1) on conflict do nothing`, [quota]);
        ({ rows } = await client.query<Row>(select, [quota]));
      }
      const [row] = rows;
      if (row === undefined) throw new Error("The row of the quota was deleted while it was read.");
      drawnAt = this.#clock.now();
      this.#time.heard(row.now, drawnAt);
      // Not the time that came with the row: that may have been read before the row was free.
      const { lease, state, wasUnused } = exchangeTurns(row.state, this.#time.toKeeper(drawnAt), {
        ...this.#toKeeper(exchange),
        arrivesInMs: this.#delayAlone.milliseconds,
      });
      const wasChanged = row.version !== this.#known.get(quota)?.version;
      if (state !== undefined) {
        const update = `update ${TABLE} set state = $2 where quota = $1 returning xmin::text as version`;
        const { rows: written } = await client.query<Pick<Row, "version">>(update, [quota, JSON.stringify(state)]);
        isWritten = true;
        if (written[0] !== undefined)
          this.#note(quota, { state, version: written[0].version }, { wasChanged, wasUnused });
      }
      return lease;
    });
    // Without a write it has taken one message less.
    if (isWritten) this.#delayAlone.note(this.#clock.now() - drawnAt);
    return this.#toOwn(drawn);
  }

  /**
   * @param use `wasChanged`: another process has written the row since this one knew it; `wasUnused`: none has used it
   *   lately
   */
  #note(
    quota: string,
    row: Pick<KnownRow, "state" | "version">,
    { wasChanged = false, wasUnused }: { readonly wasChanged?: boolean; readonly wasUnused: boolean },
  ): void {
    const at = this.#clock.now();
    const since = wasUnused ? at - OWN_AFTER_MS : at;
    const oursSince = wasChanged && !wasUnused ? undefined : (this.#known.get(quota)?.oursSince ?? since);
    this.#known.set(quota, { ...row, at, oursSince });
    if (this.#known.size <= MOST_KNOWN) return;
    for (const [name, known] of this.#known) if (this.#isOld(known)) this.#known.delete(name);
  }

  #toKeeper(exchange: QuotaExchange): QuotaExchange {
    const answers = exchange.answers.map((answer) => ({
      ...answer,
      now: this.#time.toKeeper(answer.now),
      sentAt: this.#time.toKeeper(answer.sentAt),
    }));
    return { ...exchange, answers };
  }

  #toOwn(lease: TurnLease): TurnLease {
    return { ...lease, turns: lease.turns.map((at) => this.#time.toOwn(at)), nextAt: this.#time.toOwn(lease.nextAt) };
  }

  #create(): Promise<void> {
    return (this.#created ??= transact(this.#pool, async (client) => {
      // Two that create the table at once would fail.
      await client.query("select pg_advisory_xact_lock($1)", [CREATION_LOCK]);
      await client.query(`create table if not exists ${TABLE} (quota text primary key, state jsonb)`);
      // Later a quicker message would move the turns of calls that wait closer to calls that were made before.
      for (let message = 0; message < FIRST_MESSAGES; message += 1) {
        const sentAt = this.#clock.now();
        const { rows } = await client.query<Pick<Row, "now">>(`select ${DATABASE_TIME}`);
        const delayMs = this.#clock.now() - sentAt;
        this.#delayTogether.note(delayMs);
        this.#delayAlone.note(delayMs * MESSAGES_ALONE);
        if (rows[0] !== undefined) this.#time.heard(rows[0].now, this.#clock.now());
      }
    }).catch((error: unknown) => {
      this.#created = undefined;
      throw error;
    }));
  }
}

interface Row {
  readonly state: QuotaLedgerState | null;
  readonly version: string;
  readonly now: number;
}
