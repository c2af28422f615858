import { createHash } from "node:crypto";
import type { CloudConfiguration } from "@crosstag/config";
import { CrosstagError } from "@crosstag/core";
import type { QuotaRates } from "@crosstag/core/driver";
import {
  EMPTY_RECORD,
  parseRecord,
  writeRecord,
  type CacheRecord,
  type Learned,
  type LearnedAccounts,
} from "./cache-record.ts";
import type { FleetCache } from "./fleet-cache.ts";

/** How long answers are used, seconds, unless `organization.cacheSeconds` says otherwise. */
const DEFAULT_SECONDS = 3_600;
/** What is older is not used at all, seconds. */
const OLDEST_SECONDS = 86_400;

/** The entry of the configuration that is remembered. */
export interface RememberedEntry {
  readonly name: string;
  readonly cloud: CloudConfiguration;
}

/** A record with the name under which it is kept. */
interface KeptRecord {
  readonly name: string;
  readonly record: CacheRecord;
}

/** What earlier processes have learned of an entry, and what this one has. */
export class FleetMemory {
  readonly #cache: FleetCache;
  readonly #entry: RememberedEntry;
  readonly #ownAccount: () => Promise<string>;
  #kept: Promise<KeptRecord | undefined> | undefined;
  #organization: CacheRecord["organization"];
  readonly #regions = new Map<string, Learned<readonly string[]>>();
  readonly #quotas = new Map<string, Learned<QuotaRates>>();

  /** @param ownAccount asks for the account of the credentials of the entry */
  constructor(cache: FleetCache, entry: RememberedEntry, ownAccount: () => Promise<string>) {
    this.#cache = cache;
    this.#entry = entry;
    this.#ownAccount = ownAccount;
  }

  /** Everything is asked for again. */
  get renews(): boolean {
    return this.#cache.use === "renew";
  }

  /** What may be used. @throws CrosstagError if the cloud cannot be reached */
  async known(): Promise<CacheRecord> {
    if (this.renews) return EMPTY_RECORD;
    return (await this.#keep())?.record ?? EMPTY_RECORD;
  }

  /** Whether it need not be asked for again. */
  isFresh(one: Learned<unknown>): boolean {
    const { cacheSeconds = DEFAULT_SECONDS } = this.#entry.cloud.organization ?? {};
    const age = this.#ageOf(one);
    // From the future: the clock was wrong then, or is now.
    return age >= 0 && age < cacheSeconds;
  }

  /** Whether it may be used if it cannot be asked for. */
  isUsable(one: Learned<unknown>): boolean {
    // What is from the future was learned with a wrong clock, and could otherwise be used for years.
    return Math.abs(this.#ageOf(one)) <= OLDEST_SECONDS;
  }

  keepAccounts(accounts: LearnedAccounts): void {
    this.#organization = this.#learned(accounts);
  }

  keepRegions(account: string, regions: readonly string[]): void {
    this.#regions.set(account, this.#learned(regions));
  }

  /** @param place account and region: `111122223333/eu-central-1` */
  keepQuotas(place: string, rates: QuotaRates): void {
    this.#quotas.set(place, this.#learned(rates));
  }

  /** Writes down what was learned. Does not reject. */
  async save(): Promise<void> {
    if (this.#organization === undefined && this.#regions.size === 0 && this.#quotas.size === 0) return;
    const kept = await this.#keep().catch(() => undefined);
    if (kept === undefined) return;
    const organization = this.#organization ?? kept.record.organization;
    const record: CacheRecord = {
      regions: new Map([...this.#usable(kept.record.regions), ...this.#regions]),
      quotas: new Map([...this.#usable(kept.record.quotas), ...this.#quotas]),
      ...(organization !== undefined && { organization }),
    };
    await this.#cache.store.write(kept.name, writeRecord(record));
  }

  #usable<Value>(learned: ReadonlyMap<string, Learned<Value>>): readonly (readonly [string, Learned<Value>])[] {
    return [...learned].filter(([, one]) => this.isUsable(one));
  }

  #keep(): Promise<KeptRecord | undefined> {
    return (this.#kept ??= this.#open());
  }

  async #open(): Promise<KeptRecord | undefined> {
    const { name: entry, cloud } = this.#entry;
    let account: string;
    try {
      account = await this.#ownAccount();
    } catch (error) {
      // A cloud that cannot be reached would be waited for once more.
      if (!CrosstagError.is(error) || error.retry !== "no") throw error;
      // Of an account that is not known, nothing is kept.
      return undefined;
    }
    const name = nameOf(entry, cloud, account);
    const text = await this.#cache.store.read(name);
    return { name, record: text === undefined ? EMPTY_RECORD : parseRecord(text) };
  }

  #ageOf({ fetchedAt }: Learned<unknown>): number {
    return (this.#now().getTime() - Date.parse(fetchedAt)) / 1_000;
  }

  #learned<Value>(value: Value): Learned<Value> {
    return { fetchedAt: this.#now().toISOString(), value };
  }

  #now(): Date {
    return this.#cache.now?.() ?? new Date();
  }
}

/** Answers differ by who asks, where, and with which role. */
function nameOf(entry: string, cloud: CloudConfiguration, account: string): string {
  const { provider, dialect, endpoint, endpoints, organization } = cloud;
  const asked = JSON.stringify([entry, provider, dialect, endpoint, endpoints, organization?.role, account]);
  return `fleet-${createHash("sha256").update(asked).digest("hex").slice(0, 32)}.json`;
}
