import { fieldsOf } from "../text/fields-of.ts";
import { jsonOf } from "../text/json-of.ts";
import { ChainFileReader } from "./chain-file-reader.ts";
import { openEvidenceJournal } from "./evidence-journal.ts";
import { isLocked } from "./file-lock.ts";
import { openToRead } from "./open-to-read.ts";
import { codeOf, toRefusal } from "./system-problem.ts";

/** A deletion of key material that an earlier process began and did not end: the material may have been deleted. */
export interface CutOffDeletion {
  /** The cloud's full name of the key. */
  readonly reference: string;
  /** The material that was to be deleted. Absent if the cloud does not identify materials. */
  readonly materialId?: string;
  /** When the intent was written down, ISO 8601. */
  readonly at: string;
  /** Who asked for it, if a service did. */
  readonly caller?: string;
  /** The id of the request, if a service made it. */
  readonly requestId?: string;
}

/**
 * Finds the intents without an outcome in a file with evidence of deletions. Changes nothing.
 * @param path a file of `openEvidenceJournal`. None if it does not exist, or a process writes to it
 * @throws CrosstagError `configuration` if it cannot be read, or was tampered with
 */
export async function findCutOffDeletions(path: string): Promise<readonly CutOffDeletion[]> {
  return (await isLocked(path)) ? [] : openIntents(path);
}

/**
 * As `findCutOffDeletions`, and ends what is found with a record `cut-off`, so that it is found once.
 * @throws CrosstagError `configuration` if the file cannot be read or written, or was tampered with
 */
export async function endCutOffDeletions(path: string, now: () => Date): Promise<readonly CutOffDeletion[]> {
  if ((await findCutOffDeletions(path)).length === 0) return [];
  const journal = await openEvidenceJournal(path, now);
  try {
    // Again, because another process can have ended them before this one had the lock.
    const cutOff = await openIntents(path);
    for (const { at: _at, ...deletion } of cutOff)
      await journal.append({ operation: "delete-key-material", ...deletion, phase: "cut-off" });
    return cutOff;
  } finally {
    await journal.close();
  }
}

async function openIntents(path: string): Promise<readonly CutOffDeletion[]> {
  const open = new Map<string, CutOffDeletion>();
  let file;
  try {
    file = await openToRead(path);
    for await (const lines of new ChainFileReader(file, path).batches()) for (const line of lines) take(line, open);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw toRefusal("journal", path, error);
  } finally {
    await file?.close();
  }
  return [...open.values()];
}

function take(line: string, open: Map<string, CutOffDeletion>): void {
  const { phase, reference, materialId, at, caller, requestId } = fieldsOf(jsonOf(line));
  if (typeof reference !== "string" || typeof at !== "string") return;
  // A key can have many materials, each deleted on its own.
  const id = JSON.stringify([reference, materialId, requestId]);
  if (phase !== "intent") {
    open.delete(id);
    return;
  }
  open.set(id, {
    reference,
    at,
    ...(typeof materialId === "string" && { materialId }),
    ...(typeof caller === "string" && { caller }),
    ...(typeof requestId === "string" && { requestId }),
  });
}
