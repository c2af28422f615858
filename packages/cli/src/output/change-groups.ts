import { describeCount } from "./describe-count.ts";
import { describeNumber } from "./describe-number.ts";
import type { Output } from "./output.ts";
import { EXAMPLES } from "./resource-groups.ts";

/**
 * Different changes that are kept until they are written. A plan with more of them is written in several parts, so that it
 * needs no more memory if it has a million.
 */
const MOST_GROUPS = 500;

interface ChangeGroup {
  count: number;
  readonly examples: string[];
}

/** What a group of changes is written to, and how. */
export interface ChangeGroupsOptions {
  readonly output: Output;
  /** What is counted, in the singular. Default: `resource`. */
  readonly noun?: string;
  /** Whether each change is written by itself, as soon as it is added. Default: equal changes are written once. */
  readonly expand?: boolean | undefined;
}

/**
 * Writes changes for review. Equal changes become one block with a count and the first few names; every other change is a
 * block of its own, in the order in which the changes were added.
 */
export class ChangeGroups {
  readonly #options: ChangeGroupsOptions;
  readonly #groups = new Map<string, ChangeGroup>();
  #begun = false;
  #shortened = false;

  constructor(options: ChangeGroupsOptions) {
    this.#options = options;
  }

  /** Whether anything was written. */
  get begun(): boolean {
    return this.#begun;
  }

  /** Whether names were counted instead of written. */
  get shortened(): boolean {
    return this.#shortened;
  }

  /**
   * Adds one change.
   * @param name the resource, made printable
   * @param lines what changes, made printable and painted; changes with the same lines are equal
   */
  async add(name: string, lines: readonly string[]): Promise<void> {
    const change = asText(lines);
    if (this.#options.expand) {
      await this.#write(`${name}\n${change}`);
      return;
    }
    const group = this.#groups.get(change);
    if (group !== undefined) {
      group.count += 1;
      if (group.examples.length < EXAMPLES) group.examples.push(name);
      return;
    }
    if (this.#groups.size === MOST_GROUPS) await this.end();
    this.#groups.set(change, { count: 1, examples: [name] });
  }

  /** Writes what has been added and is not written yet. */
  async end(): Promise<void> {
    for (const [change, { count, examples }] of this.#groups) {
      if (this.#options.output.closed) break;
      if (count > examples.length) this.#shortened = true;
      await this.#write(
        count === 1
          ? `${examples.join("")}\n${change}`
          : `Same changes: ${describeCount(count, this.#options.noun ?? "resource")}\n${change}${asText([
              ...examples.map((name) => `    ${name}`),
              ...(count > examples.length ? [`    and ${describeNumber(count - examples.length)} more`] : []),
            ])}`,
      );
    }
    this.#groups.clear();
  }

  async #write(text: string): Promise<void> {
    this.#begun = true;
    await this.#options.output.write(text);
  }
}

function asText(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}
