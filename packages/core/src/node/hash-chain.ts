import { createHash } from "node:crypto";

/** A record in a chain: each names the hash of the one before, so that none can be changed or taken out unseen. */
export interface ChainedRecord {
  /** From 0. */
  readonly sequence: number;
  /** Hash of the record before; of the first: 64 zeros. */
  readonly previous: string;
  /** SHA-256 over the record without this field, as written. */
  readonly hash: string;
}

export const CHAIN_START = "0".repeat(64);

/** One line of JSON, without the line feed. Fields named like the chain's own are refused by the type. */
export function chainRecord(
  fields: Readonly<Record<string, unknown>>,
  sequence: number,
  previous: string,
): { readonly line: string; readonly hash: string } {
  const body = JSON.stringify({ sequence, previous, ...fields });
  const hash = createHash("sha256").update(body).digest("hex");
  return { line: `${body.slice(0, -1)},"hash":"${hash}"}`, hash };
}

export interface ChainState {
  readonly records: readonly (ChainedRecord & Readonly<Record<string, unknown>>)[];
  /** Bytes up to the end of the last whole record; what follows is a torn last line. */
  readonly validBytes: number;
  /** Why the chain does not hold, with the number of the line from 1; absent where it does. */
  readonly problem?: string;
}

const HASH_FIELD = /,"hash":"([0-9a-f]{64})"\}$/;

/** Reads a chain. A last line without its line feed was cut off while being written and does not count. */
export function readChain(text: string): ChainState {
  const lines = text.split("\n");
  const torn = lines.pop() ?? "";
  const validBytes = Buffer.byteLength(text) - Buffer.byteLength(torn);
  const records: (ChainedRecord & Record<string, unknown>)[] = [];
  let previous = CHAIN_START;
  for (const [index, line] of lines.entries()) {
    const hash = HASH_FIELD.exec(line)?.[1];
    const body = hash === undefined ? line : `${line.slice(0, -(hash.length + 11))}}`;
    const computed = createHash("sha256").update(body).digest("hex");
    if (hash === undefined || hash !== computed)
      return { records, validBytes, problem: `Line ${index + 1} was changed after it was written.` };
    const record = JSON.parse(line) as ChainedRecord & Record<string, unknown>;
    if (record.previous !== previous || record.sequence !== index)
      return { records, validBytes, problem: `Before line ${index + 1} a record is missing or out of place.` };
    records.push(record);
    previous = hash;
  }
  return { records, validBytes };
}
