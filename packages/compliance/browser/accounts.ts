import type { SharedReportData } from "../src/report/html/report-data.ts";

/** What is known of accounts beside their ids. */
export class Accounts {
  readonly #known: ReadonlyMap<string, SharedReportData["accounts"][number]>;
  readonly #noName: string;

  constructor({ accounts, noName }: Pick<SharedReportData, "accounts" | "noName">) {
    this.#known = new Map(accounts.map((account) => [account[0], account]));
    this.#noName = noName;
  }

  /** Its name; an empty text if none is known. */
  nameOf(provider: string, account: string): string {
    return this.#known.get(`${provider} ${account}`)?.[1] ?? "";
  }

  /** The path of its units. */
  unitOf(provider: string, account: string): string {
    return this.#known.get(`${provider} ${account}`)?.[2] || this.#noName;
  }
}
