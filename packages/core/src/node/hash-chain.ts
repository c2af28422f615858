import { hash as digest } from "node:crypto";

/**
 * A record in a chain: each names the hash of the one before, so that the last hash stands for all of them. A record that
 * was changed by accident, or without changing all that follow, is found by the chain alone. A person who can write the file can
 * also chain it anew: that is found only by comparing the last hash with one that was kept elsewhere.
 */
export interface ChainedRecord {
  /** From 0. */
  readonly sequence: number;
  /** Hash of the record before; of the first: 64 zeros. */
  readonly previous: string;
  /** SHA-256 over the record without this field, as written. */
  readonly hash: string;
}

const CHAIN_START = "0".repeat(64);

/** The hash of the last record as it is printed and entered; undefined if there is no record. */
export function headOf(hash: string): string | undefined {
  return hash === CHAIN_START ? undefined : `sha256:${hash}`;
}

/** How every record begins. */
export const RECORD_START = '{"sequence":';

/** One line of JSON, without the line feed. Fields named like the chain's own are refused by the type. */
export function chainRecord(
  fields: Readonly<Record<string, unknown>>,
  sequence: number,
  previous: string,
): { readonly line: string; readonly hash: string } {
  return sealLine(JSON.stringify({ sequence, previous, ...fields }));
}

/** Puts a last field `hash` into a JSON object that is not empty: SHA-256 over the text without it. */
export function sealLine(body: string): { readonly line: string; readonly hash: string } {
  const hash = digest("sha256", body);
  return { line: `${body.slice(0, -1)},"hash":"${hash}"}`, hash };
}

/** Characters that a seal adds in place of the last brace. */
export const SEAL_LENGTH = ',"hash":""}'.length + 64;

const SEAL = /^,"hash":"([0-9a-f]{64})"\}$/;

/** The text that was sealed; undefined if it was changed since, or never sealed. */
export function openSealedLine(line: string): { readonly body: string; readonly hash: string } | undefined {
  const hash = SEAL.exec(line.slice(-SEAL_LENGTH))?.[1];
  if (hash === undefined) return undefined;
  const body = `${line.slice(0, -SEAL_LENGTH)}}`;
  return digest("sha256", body) === hash ? { body, hash } : undefined;
}

/** Follows a chain line by line, without keeping it. */
export class ChainCheck {
  /** Records so far; the sequence of the next. */
  records = 0;
  /** Hash of the last record. */
  previous = CHAIN_START;

  /** Why the next line does not continue the chain, with its number from 1; undefined if it does. */
  problemWith(line: string): string | undefined {
    const number = this.records + 1;
    const sealed = openSealedLine(line);
    if (sealed === undefined) return `Line ${number} was changed after it was written.`;
    if (!sealed.body.startsWith(`${RECORD_START}${this.records},"previous":"${this.previous}"`))
      return `Before line ${number} a record is missing or out of place.`;
    this.records = number;
    this.previous = sealed.hash;
    return undefined;
  }
}

/** What a chain of records contains, and whether it holds. */
export interface ChainState {
  /** The records up to the first problem, with their fields. */
  readonly records: readonly (ChainedRecord & Readonly<Record<string, unknown>>)[];
  /** Bytes up to the end of the last whole record; what follows is a torn last line. */
  readonly validBytes: number;
  /** Why the chain does not hold, with the number of the line from 1; absent if it does. */
  readonly problem?: string;
}

/** Reads a chain. A last line without its line feed was cut off while being written and does not count. */
export function readChain(text: string): ChainState {
  const lines = text.split("\n");
  const torn = lines.pop() ?? "";
  const validBytes = Buffer.byteLength(text) - Buffer.byteLength(torn);
  const records: (ChainedRecord & Record<string, unknown>)[] = [];
  const chain = new ChainCheck();
  for (const line of lines) {
    const problem = chain.problemWith(line);
    if (problem !== undefined) return { records, validBytes, problem };
    records.push(JSON.parse(line) as ChainedRecord & Record<string, unknown>);
  }
  return { records, validBytes };
}
