import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { RunRecord } from "@crosstag/core";

/** What a run's journal holds on disk at this moment, by reference: read on at every question, without a promise. */
export class JournalTail {
  readonly #path: string;
  /** Bytes of whole lines that were read; a line that is cut off may be taken away again. */
  #offset = 0;
  readonly #intents = new Set<string>();
  readonly #successes = new Set<string>();
  /** What no journal may hold. */
  readonly problems: string[] = [];

  constructor(path: string) {
    this.#path = path;
  }

  /** Resources that the part of the run that is at work means to change. */
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
    // Another process begins: it has to look again, and to write down anew what it means to do.
    if (record.type === "resume") this.#intents.clear();
    if (record.type !== "intent" && record.type !== "outcome") return;
    const { reference, type } = record;
    if (this.#successes.has(reference)) this.problems.push(`${reference}: another ${type} follows its success`);
    if (record.type === "intent") this.#intents.add(reference);
    else if (record.status === "changed" || record.status === "unchanged") this.#successes.add(reference);
  }
}
