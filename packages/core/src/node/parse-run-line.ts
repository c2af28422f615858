import { CrosstagError } from "../model/crosstag-error.ts";
import { decodeRunRecord } from "../run/check-run-record.ts";
import type { RunRecord } from "../run/run-record.ts";
import { SEAL_LENGTH } from "./hash-chain.ts";
import { refuseFile } from "./system-problem.ts";

/** A record of a run with the time at which it was written. */
export interface TimedRunRecord {
  /** The record. */
  readonly record: RunRecord;
  /** ISO time. */
  readonly at: string;
}

/**
 * Takes what belongs to the chain off a line that was held against it before.
 * @param number of the line, from 1
 * @throws CrosstagError `configuration` if it is not a record of a run
 */
export function parseRunLine(path: string, line: string, number: number): TimedRunRecord {
  const [head, at] = HEAD.exec(line) ?? [];
  if (head === undefined || at === undefined)
    throw refuseFile("journal", path, `line ${number} has no time.`, "Specify the journal of a run.");
  try {
    // Parsing the chain's own fields as well, and taking them off afterwards, takes three times as long.
    return { record: decodeRunRecord(parse(`{${line.slice(head.length, -SEAL_LENGTH)}}`)), at };
  } catch (error) {
    if (!CrosstagError.is(error)) throw error;
    throw refuseFile(
      "journal",
      path,
      `line ${number}: ${error.message}`,
      error.hint ?? "Specify the journal of a run.",
    );
  }
}

/** What the chain and the journal write before a record's own fields. */
const HEAD = /^\{"sequence":\d+,"previous":"[0-9a-f]{64}","at":"([^"\\]*)",/;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message repeats the text, and with it tag values. The record's check says the rest.
    return undefined;
  }
}
