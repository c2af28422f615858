import { createHash } from "node:crypto";
import type { FieldsOf } from "./known-fields.ts";

/** Resources that a cloud makes when a region of an account is first used, and forgets while they are unchanged. */
export interface SimulatedKeys {
  /** How many each region of the account has from the start. */
  readonly perRegion: number;
  /** The tags of one. Default: a tag `team` with one of five values, and every tenth one without tags. */
  readonly tagsOf?: (key: SimulatedKey) => Readonly<Record<string, string>>;
}

/** The place of a simulated resource. It must always have the same tags. */
export interface SimulatedKey {
  /** The number of the account. */
  readonly account: string;
  /** The region. */
  readonly region: string;
  /** Counts from 0 in each region of each account. */
  readonly index: number;
}

export const simulatedKeysFields: FieldsOf<SimulatedKeys> = { perRegion: true, tagsOf: true };

const teams = ["payments", "platform", "data", "web", "security"];

/** 64 hexadecimal digits that are always the same for a resource of a kind. */
export function digitsOf({ account, region, index }: SimulatedKey, kind: "" | "secret" | "certificate" = ""): string {
  return createHash("sha256").update(`${kind}${account} ${region} ${index}`).digest("hex");
}

/** A UUID of version 4 from hexadecimal digits. */
export function uuidOf(digits: string): string {
  const [third, fourth] = [`4${digits.slice(13, 16)}`, `8${digits.slice(17, 20)}`];
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${third}-${fourth}-${digits.slice(20, 32)}`;
}

export function simulatedTags({ tagsOf = usualTags }: SimulatedKeys, key: SimulatedKey): ReadonlyMap<string, string> {
  return new Map(Object.entries(tagsOf(key)));
}

function usualTags({ index }: SimulatedKey): Readonly<Record<string, string>> {
  return index % 10 === 9 ? {} : { team: teams[index % teams.length] ?? "" };
}

/**
 * Which regions of accounts keep keys that can be made again, so that thousands of regions fit into memory. The ones
 * filled longest ago are forgotten.
 */
export class FilledRegions<Region> {
  /** 200 regions of 100 keys use about 30 MB. */
  readonly #most = 200;
  /** In the order of their filling. */
  readonly #filled = new Map<Region, () => void>();

  /** Adds a region that was filled. `forget` is called if another region takes its place. */
  add(region: Region, forget: () => void): void {
    this.#filled.set(region, forget);
    if (this.#filled.size <= this.#most) return;
    for (const [oldest, forgetOldest] of this.#filled) {
      this.#filled.delete(oldest);
      forgetOldest();
      return;
    }
  }

  /** The region is kept, because it was changed. */
  keep(region: Region): void {
    this.#filled.delete(region);
  }
}
