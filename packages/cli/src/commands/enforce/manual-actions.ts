import type { ManualAction } from "@crosstag/compliance";
import type { Output } from "../../output/output.ts";
import { describeGroup, ResourceGroups } from "../../output/resource-groups.ts";

interface Unread {
  readonly code: string;
  readonly message: string;
}

/** Findings that need manual action, collected while enforcing; with `--output jsonl` written as they are found. */
export class ManualActions {
  readonly #output: Output;
  readonly #manual = new ResourceGroups();
  readonly #unread = new ResourceGroups();
  readonly #documents: { readonly manual: object[]; readonly unread: object[] } = { manual: [], unread: [] };
  resources = 0;
  unread = 0;

  constructor(output: Output) {
    this.#output = output;
  }

  async add(reference: string, manual: readonly ManualAction[]): Promise<void> {
    this.resources += 1;
    for (const { finding, why } of manual) {
      this.#manual.add(
        `Manual action, ${finding.rule} (${finding.severity})`,
        [finding.message, why, finding.fix],
        reference,
      );
      await this.#report("manual", { reference, ...finding, why });
    }
  }

  async addUnread(reference: string, { code, message }: Unread): Promise<void> {
    this.unread += 1;
    this.#unread.add(`Could not be read, ${code}`, [message], reference);
    await this.#report("unread", { reference, code, message });
  }

  /** For `--output json`. */
  document(): { readonly manual: readonly object[]; readonly unread: readonly object[] } {
    return this.#documents;
  }

  async write(): Promise<void> {
    const { paint } = this.#output;
    for (const [groups, style] of [
      [this.#manual, "yellow"],
      [this.#unread, "red"],
    ] as const)
      for (const group of groups.all)
        await this.#output.write(`\n${describeGroup(group, (text) => paint(style, text)).join("\n")}\n`);
  }

  async #report(type: "manual" | "unread", record: object): Promise<void> {
    if (this.#output.format === "jsonl") await this.#output.line({ type, ...record });
    if (this.#output.format === "json") this.#documents[type].push(record);
  }
}
