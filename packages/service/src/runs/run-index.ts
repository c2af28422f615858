import { join } from "node:path";
import { CrosstagError } from "@crosstag/core";
import { listRun, openRun, runIds } from "@crosstag/core/node";

/** Which runs applied which plan. What a journal begins with does not change, so each is read once. */
export class RunIndex {
  readonly #root: string;
  /** The digest of the plan by the id of the run. */
  readonly #plans = new Map<string, string>();

  /** @param root the folder of all runs */
  constructor(root: string) {
    this.#root = root;
  }

  /** Ids of the runs that applied a plan, the newest first. */
  async of(digest: string): Promise<readonly string[]> {
    return (await this.byPlan()).get(digest) ?? [];
  }

  /** The same of every plan. A run whose journal cannot be read is of none. */
  async byPlan(): Promise<ReadonlyMap<string, readonly string[]>> {
    const byPlan = new Map<string, string[]>();
    for (const id of await runIds(this.#root)) {
      const plan = this.#plans.get(id) ?? (await this.#read(id));
      if (plan === undefined) continue;
      const ofPlan = byPlan.get(plan) ?? [];
      byPlan.set(plan, ofPlan);
      ofPlan.push(id);
    }
    return byPlan;
  }

  async #read(id: string): Promise<string | undefined> {
    try {
      const { plan } = await listRun(await openRun(this.#root, join(this.#root, id)));
      if (plan !== undefined) this.#plans.set(id, plan);
      return plan;
    } catch (error) {
      // It has no journal yet, or never got one because the process was killed then.
      if (CrosstagError.is(error)) return undefined;
      throw error;
    }
  }
}
