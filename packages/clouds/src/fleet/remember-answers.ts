import { createHash } from "node:crypto";
import type { CloudConfiguration } from "@crosstag/config";
import { CrosstagError } from "@crosstag/core";
import type { ListAccountsRequest } from "@crosstag/core/driver";
import {
  coversUnits,
  EMPTY_RECORD,
  parseRecord,
  writeRecord,
  type CacheRecord,
  type Learned,
  type LearnedAccounts,
} from "./cache-record.ts";
import type { FleetQuestions, ListedAccounts, Suits } from "./expand-fleet.ts";
import type { FleetAccount } from "./fleet-account.ts";
import type { FleetCache } from "./fleet-cache.ts";

/** How long answers are used, seconds, unless `organization.cacheSeconds` says otherwise. */
const DEFAULT_SECONDS = 3_600;
/** A list of accounts that is older is not used at all, seconds. */
const OLDEST_SECONDS = 86_400;

/** The entry whose answers are remembered. */
export interface RememberedEntry {
  readonly name: string;
  readonly cloud: CloudConfiguration;
  /** What is needed of the units of accounts. */
  readonly units: ListAccountsRequest["units"];
  /** Accounts that a list has to have to be used again. */
  readonly needed: readonly string[];
}

/** Questions whose answers are remembered. */
export interface RememberingQuestions extends FleetQuestions {
  /** Keeps what was learned. Does not reject. */
  save(): Promise<void>;
}

/** Answers questions from what an earlier process has learned, as long as it is new enough. */
export function rememberAnswers(
  questions: FleetQuestions,
  cache: FleetCache,
  entry: RememberedEntry,
): RememberingQuestions {
  return new Remembering(questions, cache, entry);
}

/** A record with the name under which it is kept. */
interface KeptRecord {
  readonly name: string;
  readonly record: CacheRecord;
}

class Remembering implements RememberingQuestions {
  readonly #questions: FleetQuestions;
  readonly #cache: FleetCache;
  readonly #entry: RememberedEntry;
  #kept: Promise<KeptRecord | undefined> | undefined;
  /** What has been learned by this process. */
  #organization: CacheRecord["organization"];
  readonly #regions = new Map<string, Learned<readonly string[]>>();

  constructor(questions: FleetQuestions, cache: FleetCache, entry: RememberedEntry) {
    this.#questions = questions;
    this.#cache = cache;
    this.#entry = entry;
  }

  ownAccount(): Promise<string> {
    return this.#questions.ownAccount();
  }

  async listAccounts(suits: Suits): Promise<ListedAccounts> {
    const { units } = this.#entry;
    const { organization } = await this.#known();
    const usable =
      organization !== undefined && coversUnits(organization.value.units, units) ? organization : undefined;
    if (usable !== undefined && this.#isFresh(usable) && this.#hasNeeded(usable) && suits(usable.value.accounts))
      return keptList(usable);
    try {
      const { accounts } = await this.#questions.listAccounts(suits);
      this.#organization = this.#learned({ units, accounts });
      return { accounts };
    } catch (error) {
      const old = usable === undefined || this.#ageOf(usable) > OLDEST_SECONDS ? undefined : usable;
      // What is wrong with the configuration does not pass.
      if (old === undefined || this.#renews || !CrosstagError.is(error) || error.code === "configuration") throw error;
      return { ...keptList(old), problem: error };
    }
  }

  async listRegions(
    accounts: readonly FleetAccount[],
  ): Promise<ReadonlyMap<string, readonly string[] | CrosstagError>> {
    const { regions } = await this.#known();
    const answers = new Map<string, readonly string[] | CrosstagError>();
    for (const { id } of accounts) {
      const kept = regions.get(id);
      if (kept !== undefined && this.#isFresh(kept)) answers.set(id, kept.value);
    }
    const open = accounts.filter(({ id }) => !answers.has(id));
    if (open.length === 0) return answers;
    for (const [id, answer] of await this.#questions.listRegions(open)) {
      answers.set(id, answer);
      if (!CrosstagError.is(answer)) this.#regions.set(id, this.#learned(answer));
    }
    return answers;
  }

  async save(): Promise<void> {
    if (this.#organization === undefined && this.#regions.size === 0) return;
    const kept = await this.#keep().catch(() => undefined);
    if (kept === undefined) return;
    const organization = this.#organization ?? kept.record.organization;
    const young = [...kept.record.regions].filter(([, one]) => this.#ageOf(one) <= OLDEST_SECONDS);
    const record = {
      regions: new Map([...young, ...this.#regions]),
      ...(organization !== undefined && { organization }),
    };
    await this.#cache.store.write(kept.name, writeRecord(record));
  }

  #hasNeeded({ value: { accounts } }: Learned<LearnedAccounts>): boolean {
    return this.#entry.needed.every((account) => accounts.some(({ id }) => id === account));
  }

  get #renews(): boolean {
    return this.#cache.use === "renew";
  }

  /** What may be used of the record. */
  async #known(): Promise<CacheRecord> {
    if (this.#renews) return EMPTY_RECORD;
    return (await this.#keep())?.record ?? EMPTY_RECORD;
  }

  #keep(): Promise<KeptRecord | undefined> {
    return (this.#kept ??= this.#open());
  }

  async #open(): Promise<KeptRecord | undefined> {
    const { name: entry, cloud } = this.#entry;
    let account: string;
    try {
      account = await this.#questions.ownAccount();
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

  #isFresh(one: Learned<unknown>): boolean {
    const { cacheSeconds = DEFAULT_SECONDS } = this.#entry.cloud.organization ?? {};
    const age = this.#ageOf(one);
    // From the future: the clock was wrong then, or is now.
    return age >= 0 && age < cacheSeconds;
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

function keptList({ fetchedAt, value: { accounts } }: NonNullable<CacheRecord["organization"]>): ListedAccounts {
  return { accounts, listedAt: fetchedAt };
}

/** Answers differ by who asks, where, and with which role. */
function nameOf(entry: string, cloud: CloudConfiguration, account: string): string {
  const { provider, dialect, endpoint, endpoints, organization } = cloud;
  const asked = JSON.stringify([entry, provider, dialect, endpoint, endpoints, organization?.role, account]);
  return `fleet-${createHash("sha256").update(asked).digest("hex").slice(0, 32)}.json`;
}
