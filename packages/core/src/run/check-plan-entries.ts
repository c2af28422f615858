import type { DriverEngine } from "../calls/driver-engine.ts";
import { engineScopeName } from "../calls/engine-scope-name.ts";
import { CrosstagError } from "../model/crosstag-error.ts";
import type { Plan } from "../plan/plan.ts";
import type { PlanEntry, PlannedResourceChange } from "../plan/plan-entry.ts";
import { hashOf, SeenNames } from "../plan/seen-names.ts";
import type { ParsedReference } from "../model/reference.ts";
import { resourceIdentity } from "../model/reference.ts";
import { refusalMessage } from "../model/violation.ts";
import type { Violation } from "../model/violation.ts";
import { entryProblems } from "./entry-problems.ts";
import type { EntryProblem } from "./entry-problems.ts";

/** Problems that are listed; the others are counted. */
const MOST_LISTED = 100;
/** Characters of a tag key that are shown. */
const MOST_SHOWN = 200;

/**
 * Holds a plan against the rules again, entry by entry as they go by: a plan has a published format, so that any
 * program can have written it. Keeps sixteen bytes for each resource and the first problems, not the entries.
 */
export class PlanEntryCheck {
  readonly #plan: Plan;
  readonly #engineOf: (scope: string) => DriverEngine | undefined;
  readonly #isUndo: boolean;
  readonly #seen = new SeenNames();
  /** Hashes of names that came by twice, perhaps. */
  readonly #suspects = new Set<number>();
  readonly #violations: Violation[] = [];
  #problems = 0;
  #entries = 0;
  #changes = 0;
  #unreadable = 0;

  /** @param engineOf undefined for a scope that is not served, which is refused elsewhere */
  constructor(plan: Plan, engineOf: (scope: string) => DriverEngine | undefined) {
    this.#plan = plan;
    this.#engineOf = engineOf;
    this.#isUndo = plan.header.origin.type === "undo";
  }

  add(entry: PlanEntry): void {
    this.#entries += 1;
    if (entry.action === "change") this.#changes += 1;
    if (entry.action === "unreadable") this.#unreadable += 1;
    const { engine, parsed } = this.#parse(entry);
    const suspect = this.#seen.add(nameOf(entry, engine, parsed));
    if (suspect !== undefined) this.#suspects.add(suspect);
    if (entry.action !== "change" || engine === undefined || parsed === undefined) return;
    const found = this.#problemsOf(entry, engine, parsed);
    for (const problem of found) this.#note(entry.reference, this.#entries, problem);
  }

  #problemsOf(entry: PlannedResourceChange, engine: DriverEngine, parsed: ParsedReference): readonly EntryProblem[] {
    if (!("reference" in parsed)) return [misplaced(`it is not served by ${entry.scope}. ${parsed.problem}`)];
    const problems = entryProblems(engine, parsed.reference, entry, this.#isUndo);
    if (parsed.reference.account !== undefined || problems.length > 0) return problems;
    return [misplaced("it is not a full name: it does not say which account it belongs to.")];
  }

  /** @throws CrosstagError `invalid-request` naming what is wrong, by entry */
  async finish(): Promise<void> {
    if (this.#suspects.size > 0) await this.#findDuplicates();
    const { changes, unreadable } = this.#plan.header.summary;
    if (this.#problems === 0 && changes === this.#changes && unreadable === this.#unreadable) return;
    const [first] = this.#violations;
    throw new CrosstagError({
      code: "invalid-request",
      operation: "applyPlan",
      message:
        first === undefined
          ? `The plan was refused and nothing was sent: its summary counts ${changes} changes and ${unreadable} unreadable resources, and its entries hold ${this.#changes} and ${this.#unreadable}.`
          : refusalMessage("The plan", first.message, this.#problems),
      hint: first?.fix ?? FIX,
      violations: this.#violations,
    });
  }

  #parse({ scope, reference }: PlanEntry): {
    readonly engine: DriverEngine | undefined;
    readonly parsed: ParsedReference | undefined;
  } {
    const engine = this.#engineOf(scope);
    return { engine, parsed: engine?.driver.references.parse(reference, engine.account.scope) };
  }

  /** Goes through the plan once more, keeping only the names that are under suspicion. */
  async #findDuplicates(): Promise<void> {
    const first = new Map<string, number>();
    let number = 0;
    for await (const entry of this.#plan.entries()) {
      number += 1;
      const { engine, parsed } = this.#parse(entry);
      const name = nameOf(entry, engine, parsed);
      if (!this.#suspects.has(hashOf(name))) continue;
      const earlier = first.get(name);
      if (earlier === undefined) first.set(name, number);
      else
        this.#note(entry.reference, number, {
          rule: "crosstag.plan-duplicate",
          message: `it is the resource of entry ${earlier} once more; a plan names a resource once.`,
          fix: FIX,
        });
    }
  }

  #note(reference: string, number: number, { rule, message, fix, key }: EntryProblem): void {
    this.#problems += 1;
    if (this.#violations.length >= MOST_LISTED) return;
    this.#violations.push({
      severity: "error",
      rule,
      position: number - 1,
      resource: shortened(reference),
      message: `Entry ${number}, ${shortened(reference)}: ${key === undefined ? message : message.replace(JSON.stringify(key), () => JSON.stringify(shortened(key)))}`,
      fix,
      ...(key !== undefined && { key: shortened(key) }),
    });
  }
}

/** The same resource has the same name here, however it is spelled in the plan. */
function nameOf(
  { scope, reference }: PlanEntry,
  engine: DriverEngine | undefined,
  parsed: ParsedReference | undefined,
): string {
  if (engine === undefined || parsed === undefined || !("reference" in parsed)) return `${scope} ${reference}`;
  return `${engineScopeName(engine)} ${resourceIdentity(parsed.reference)}`;
}

const FIX = "Make the plan again.";

function misplaced(message: string): EntryProblem {
  return { rule: "crosstag.plan-reference", message, fix: FIX };
}

function shortened(text: string): string {
  return text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN).toWellFormed()}…`;
}
