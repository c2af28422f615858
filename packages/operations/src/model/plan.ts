import { z } from "zod";
import { formatVersion } from "./format-version.ts";
import { errorCode } from "./error.ts";
import { kind, tagRecord } from "./tags.ts";

/** The id of a plan: the digest of its entries. */
export const planId = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/)
  .describe("The plan's digest; changes if one of its entries changes.")
  .meta({ id: "PlanId" });

const planCost = z
  .strictObject({
    scope: z.string().describe("Cloud, account and region."),
    quota: z.string().describe("The quota that the calls spend."),
    calls: z.record(z.string(), z.int()).describe("The number of calls, by driver operation."),
    requestsPerSecond: z.number().optional().describe("The rate of the quota. Absent: no quota covers the calls."),
    periodSeconds: z.number().optional().describe("The period that the cloud counts over. Absent: 1 second."),
    countedPer: z.literal("account").optional().describe("The cloud counts all regions of the account together."),
    seconds: z.number().optional().describe("The shortest time that the calls can take."),
  })
  .meta({ id: "PlanCost" });

const planWarning = z
  .strictObject({
    rule: z.string().describe("The id of the rule."),
    tagKey: z.string().optional().describe("The tag key concerned."),
    message: z.string().describe("What to review, without tag values."),
    fix: z.string().describe("What to do about it."),
    resources: z.int().describe("The number of resources concerned."),
    examples: z.array(z.string()).describe("The first few of them."),
  })
  .meta({ id: "PlanWarning" });

/** The counts of a plan. */
export const planSummary = z
  .strictObject({
    resources: z.int().describe("Resources that the plan is about."),
    changes: z.int().describe("Resources that would change."),
    unchanged: z.int().describe("Resources that need no change."),
    skipped: z.record(z.string(), z.int()).describe("Skipped resources by reason."),
    unreadable: z.int().describe("Resources that could not be read."),
    tagsAdded: z.int(),
    tagsChanged: z.int(),
    tagsRemoved: z.int(),
    costs: z.array(planCost).describe("Calls by scope and quota."),
    warnings: z.array(planWarning).describe("What to review before the plan is applied."),
  })
  .meta({ id: "PlanSummary" });

/** A decision about a plan. */
export const planDecision = z
  .strictObject({
    decision: z.enum(["approved", "rejected"]),
    digest: planId.describe("The digest of the plan that was shown."),
    by: z.string().describe("The name that the person gave."),
    caller: z.string().describe("The name of the token, or `console`."),
    at: z.iso.datetime(),
    note: z.string().optional().describe("Why."),
  })
  .meta({ id: "PlanDecision" });

/** A plan of the service. */
export const planDocument = z
  .strictObject({
    plan: planId,
    createdAt: z.iso.datetime(),
    createdBy: z.string().describe("The name of the token that made it, or `console`."),
    origin: z.enum(["desired-state", "changes", "policy", "undo"]).describe("What it was made from."),
    title: z.string().optional().describe("The name that its maker gave it."),
    summary: planSummary,
    decisions: z.array(planDecision).describe("In their order; the last one counts."),
    runs: z.array(z.string()).describe("Ids of runs that applied it."),
  })
  .meta({ id: "Plan" });

const entry = {
  scope: z.string().describe("Cloud, account and region."),
  endpoint: z.string().optional().describe("The endpoint of the calls. Absent: the cloud's own."),
  reference: z.string().describe("The cloud's full name."),
  kind,
};

/** One line of a plan. */
export const planEntry = z
  .discriminatedUnion("action", [
    z.strictObject({
      action: z.literal("change"),
      ...entry,
      before: tagRecord.describe("All tags when the plan was made."),
      set: tagRecord.describe("New tags and new values."),
      remove: z.array(z.string()).describe("Tag keys that are removed."),
      removeFirst: z.array(z.string()).optional().describe("Tag keys that have to go before anything is written."),
    }),
    z.strictObject({
      action: z.literal("skip"),
      ...entry,
      reason: z.string().describe("Why the resource is skipped."),
      detail: z.string().describe("The same in a sentence."),
      tagKeys: z.array(z.string()).optional().describe("Tag keys concerned."),
    }),
    z.strictObject({
      action: z.literal("unreadable"),
      ...entry,
      error: z.strictObject({
        code: errorCode,
        message: z.string(),
        hint: z.string().optional(),
        requestId: z.string().optional(),
      }),
    }),
  ])
  .meta({ id: "PlanEntry" });

/** The answer of operations about one plan. */
export const planAnswer = z.strictObject({ formatVersion, ...planDocument.shape });
