import { createReadStream } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { CheckRecord } from "@crosstag/compliance";

/** Keeps records until all of them are read, and reads them again for each report. */
export interface RecordSpool {
  readonly add: (record: CheckRecord) => Promise<void>;
  readonly records: () => AsyncGenerator<CheckRecord, void, undefined>;
}

/** Characters that are written together, to save system calls. */
const BUFFERED = 1 << 16;

/** Writes records to a temporary file: reports begin with the totals, and memory must not grow with the resources. */
export async function withRecordSpool<Result>(work: (spool: RecordSpool) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "crosstag-check-"));
  const path = join(folder, "records.jsonl");
  const file = await open(path, "wx", 0o600);
  let buffered = "";
  const flush = async () => {
    const text = buffered;
    buffered = "";
    if (text !== "") await file.write(text);
  };
  try {
    return await work({
      add: async (record) => {
        buffered += `${JSON.stringify(record).replaceAll(/[\u2028\u2029]/g, escaped)}\n`;
        if (buffered.length >= BUFFERED) await flush();
      },
      records: async function* records() {
        await flush();
        const lines = createInterface({ input: createReadStream(path), crlfDelay: Infinity });
        for await (const line of lines) yield JSON.parse(line) as CheckRecord;
      },
    });
  } finally {
    await file.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** JSON does not escape these, but some versions of Node.js treat them as line ends. */
function escaped(separator: string): string {
  return `\\u${separator.charCodeAt(0).toString(16)}`;
}
