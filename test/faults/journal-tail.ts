import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { RunRecord } from "@crosstag/core";

/** The current records of a run's journal on disk, by reference. Every question reads the new ones, synchronously. */
export class JournalTail {
  readonly #path: string;
  /** Bytes of complete lines read so far. An incomplete line may be removed again. */
  #offset = 0;
  readonly #intents = new Set<string>();
  readonly #successes = new Set<string>();
  /** Problems of the journal. */
  readonly problems: string[] = [];

  constructor(path: string) {
    this.#path = path;
  }

  /** Resources that the running part of the run intends to change. */
  get intents(): ReadonlySet<string> {
    this.#readOn();
    return this.#intents;
  }

  get successes(): ReadonlySet<string> {
    this.#readOn();
    return this.#successes;
  }

  #readOn(): void {
    const file = openSync(this.#path, "r");
    try {
      const rest = Buffer.alloc(Math.max(0, fstatSync(file).size - this.#offset));
      readSync(file, rest, 0, rest.length, this.#offset);
      const whole = rest.subarray(0, rest.lastIndexOf("\n") + 1);
      this.#offset += whole.length;
      for (const line of whole.toString().split("\n")) if (line !== "") this.#add(JSON.parse(line) as RunRecord);
    } finally {
      closeSync(file);
    }
  }

  #add(record: RunRecord): void {
    // Another process starts: it must read again, and record its intents again.
    if (record.type === "resume") this.#intents.clear();
    if (record.type !== "intent" && record.type !== "outcome") return;
    const { reference, type } = record;
    if (this.#successes.has(reference)) this.problems.push(`${reference}: another ${type} follows its success`);
    if (record.type === "intent") this.#intents.add(reference);
    else if (record.status === "changed" || record.status === "unchanged") this.#successes.add(reference);
  }
}
