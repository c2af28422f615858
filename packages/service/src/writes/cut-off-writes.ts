import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { CrosstagError } from "@crosstag/core";
import { fieldsOf, isList, jsonOf, systemReason } from "@crosstag/core/internal";
import { latestFiles } from "./rotated-journal.ts";
import type { WrittenBy } from "./written-by.ts";

/** A write that an earlier process began and did not end: it may have been made, in whole or in part. */
export interface CutOffWrite {
  /** Who asked for it. */
  readonly by: WrittenBy;
  /** When it was asked for, ISO 8601. */
  readonly at: string;
  /** How many resources it names; the journal has the names. */
  readonly resources: number;
}

/**
 * Finds the writes without an end in the journal of an earlier process, and in the file that it continues: a write can begin in
 * one and end in the other. Its chain is not checked: that is done when it is opened.
 * @throws CrosstagError `configuration` if it cannot be read
 */
export async function findCutOffWrites(path: string): Promise<readonly CutOffWrite[]> {
  const begun = new Map<string, CutOffWrite>();
  try {
    for (const file of await latestFiles(path))
      for await (const line of createInterface({ input: createReadStream(file) })) take(line, begun);
  } catch (error) {
    if (fieldsOf(error)["code"] !== "ENOENT") throw unreadable(path, error);
  }
  return [...begun.values()];
}

function take(line: string, begun: Map<string, CutOffWrite>): void {
  const { type, requestId, caller, at, resources } = fieldsOf(jsonOf(line));
  if (typeof requestId !== "string") return;
  if (type !== "write") begun.delete(requestId);
  else if (typeof caller === "string" && typeof at === "string")
    begun.set(requestId, { by: { caller, requestId }, at, resources: isList(resources) ? resources.length : 0 });
}

function unreadable(path: string, error: unknown): CrosstagError {
  return new CrosstagError({
    code: "configuration",
    message: `The journal ${JSON.stringify(path)} cannot be read: ${systemReason(error)}.`,
    hint: "Let the service's user read and write its folder.",
  });
}
