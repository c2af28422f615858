import { parseScopeName } from "../driver/scope-name.ts";
import type { CrosstagError } from "../model/crosstag-error.ts";
import { stoppedScope, type StoppedScope } from "../model/stopped-scope.ts";
import type { ApplyPlanRequest } from "./apply-request.ts";
import type { RunContext } from "./run-context.ts";
import { openEntries } from "./scope-run.ts";

/** What is known of the part of a plan that no cloud is configured for. */
export interface UnservedPart {
  /** As in the plan. */
  readonly scope: string;
  /** Changes without a final outcome. */
  readonly changes: number;
  /** Of these, the ones that an earlier part of the run has an outcome of. */
  readonly standing: number;
  /** Changes that an earlier part of the run has made and that are to be read back. */
  readonly doubted: number;
  /** Why nothing is sent. */
  readonly reason: CrosstagError;
}

/** The part of a run that no cloud is configured for. Its changes are left to a resumed run. */
export class UnservedScope {
  readonly scope: string;
  /** None is taken up, so it has no share of a limit. */
  readonly taken = 0;
  readonly left = 0;
  readonly stopped: StoppedScope | undefined;
  readonly #changes: number;
  readonly #standing: number;
  readonly #request: ApplyPlanRequest;
  readonly #context: RunContext;

  constructor(
    { scope, changes, standing, doubted, reason }: UnservedPart,
    request: ApplyPlanRequest,
    context: RunContext,
  ) {
    this.scope = scope;
    // Without open changes, and changes to be read back, nothing is missing.
    this.stopped = changes + doubted === 0 ? undefined : stoppedScope(scope, reason);
    this.#changes = changes;
    this.#standing = standing;
    this.#request = request;
    this.#context = context;
  }

  async apply(): Promise<void> {}

  /** What was said of them before stands. */
  async confirmEarlier(): Promise<void> {}

  /** Reports the changes as not started. Outcomes of an earlier part of the run stand. */
  async abandonRest(): Promise<void> {
    if (this.#request.onOutcome === undefined && this.#standing === 0) {
      this.#context.tally.notStarted(this.#changes);
      return;
    }
    const provider = parseScopeName(this.scope)?.provider ?? "";
    for await (const entry of openEntries(this.scope, this.#request)) this.#context.leave(entry, provider);
  }

  noteThrottle(): void {}

  tellProgress(): void {}

  async close(): Promise<void> {}
}
