import type { CrosstagError } from "@crosstag/core";
import type { Messages } from "./messages.ts";
import { inCommandWords } from "./command-words.ts";
import { describeCount } from "./describe-count.ts";

/** What to do about the failed rows of a table: shown once below it, and not in each of many rows with the same cause. */
export class RowHints {
  readonly #resources = new Map<string, number>();

  add({ hint }: CrosstagError): void {
    if (hint === undefined) return;
    const text = inCommandWords(hint);
    this.#resources.set(text, (this.#resources.get(text) ?? 0) + 1);
  }

  report(messages: Pick<Messages, "error">): void {
    for (const [hint, resources] of this.#resources) messages.error(`${describeCount(resources, "resource")}: ${hint}`);
  }
}
