import type { OpenedCrosstag } from "@crosstag/clouds";
import type { Policy } from "@crosstag/compliance";
import type { makePlan } from "@crosstag/operations";
import type { z } from "zod";

/** What a plan is made from. */
export type PlanSource = z.output<(typeof makePlan)["input"]>["source"];

/** One of them. */
export type SourceOf<From extends PlanSource["from"]> = Extract<PlanSource, { readonly from: From }>;

/** What plans are drafted with. */
export interface DraftContext {
  readonly crosstag: OpenedCrosstag;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  /** The policy that the service was started with. Absent: none. */
  readonly defaultPolicy?: Policy | undefined;
}
