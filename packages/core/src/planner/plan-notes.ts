import type { NamedStatement } from "../desired/change-tags.ts";
import type { UnlistedResources } from "../reads/read-requests.ts";
import type { PlanWarning } from "../plan/plan.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import { pluralOf } from "../driver/kinds-of.ts";
import type { Candidate } from "./select-resources.ts";
import { unlistedWarnings } from "./unlisted-warnings.ts";

/** What is to be said of a plan as a whole: resources that it may lack, and statements that are about none. */
export class PlanNotes {
  readonly #statements: readonly NamedStatement[];
  readonly #clouds: readonly Pick<DriverEngine, "driver">[];
  readonly #used = new Set<number>();
  readonly #unlisted: UnlistedResources[] = [];

  /** @param clouds know the kinds by their words */
  constructor(statements: readonly NamedStatement[], clouds: readonly Pick<DriverEngine, "driver">[]) {
    this.#statements = statements;
    this.#clouds = clouds;
  }

  candidate({ statements }: Pick<Candidate, "statements">): void {
    for (const index of statements) this.#used.add(index);
  }

  unlisted(unlisted: UnlistedResources): void {
    this.#unlisted.push(unlisted);
  }

  get warnings(): readonly PlanWarning[] {
    // Of resources that could not be listed, some may be meant.
    const idle = this.#unlisted.length > 0 ? [] : this.#statements.filter((_, index) => !this.#used.has(index));
    const drivers = this.#clouds.map(({ driver }) => driver);
    return [
      ...unlistedWarnings(this.#unlisted, (kind) => pluralOf(drivers, kind)),
      ...idle.map(({ name }) =>
        warning(
          "crosstag.selects-nothing",
          `The ${name} selects none of the resources.`,
          "Compare its clouds, regions and kinds with what `crosstag list` shows.",
        ),
      ),
    ];
  }
}

function warning(rule: string, message: string, fix: string): PlanWarning {
  return { rule, message, fix, resources: 0, examples: [] };
}
