import type { LeftToPeople } from "@crosstag/compliance";
import type { Output } from "./output.ts";
import { describeGroup, ResourceGroups } from "./resource-groups.ts";

interface Unread {
  readonly code: string;
  readonly message: string;
}

/** What enforcing leaves to people, put together while it goes on; told resource by resource where lines are wanted. */
export class LeftGroups {
  readonly #output: Output;
  readonly #left = new ResourceGroups();
  readonly #unread = new ResourceGroups();
  readonly #documents: { readonly left: object[]; readonly unread: object[] } = { left: [], unread: [] };
  resources = 0;
  unread = 0;

  constructor(output: Output) {
    this.#output = output;
  }

  async add(reference: string, left: readonly LeftToPeople[]): Promise<void> {
    this.resources += 1;
    for (const { finding, why } of left) {
      this.#left.add(
        `Left to people, ${finding.rule} (${finding.severity})`,
        [finding.message, why, finding.fix],
        reference,
      );
      await this.#tell("left", { reference, ...finding, why });
    }
  }

  async addUnread(reference: string, { code, message }: Unread): Promise<void> {
    this.unread += 1;
    this.#unread.add(`Could not be read, ${code}`, [message], reference);
    await this.#tell("unread", { reference, code, message });
  }

  /** For `--output json`. */
  document(): { readonly left: readonly object[]; readonly unread: readonly object[] } {
    return this.#documents;
  }

  async write(): Promise<void> {
    const { paint } = this.#output;
    for (const [groups, style] of [
      [this.#left, "yellow"],
      [this.#unread, "red"],
    ] as const)
      for (const group of groups.all)
        await this.#output.write(`\n${describeGroup(group, (text) => paint(style, text)).join("\n")}\n`);
  }

  async #tell(type: "left" | "unread", record: object): Promise<void> {
    if (this.#output.format === "jsonl") await this.#output.line({ type, ...record });
    if (this.#output.format === "json") this.#documents[type].push(record);
  }
}
