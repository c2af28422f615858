import { z } from "zod";
import { formatVersion } from "../model/format-version.ts";
import { planDocument, planId } from "../model/plan.ts";
import { defineOperation } from "../operation.ts";

/** Names the plans of the service. */
export const listPlans = defineOperation({
  name: "list-plans",
  title: "ListPlans",
  summary: "Names the plans of the service, the newest first.",
  method: "get",
  path: "/v1/plans",
  effect: "read",
  input: z.strictObject({}),
  output: z.strictObject({
    formatVersion,
    plans: z.array(planDocument),
    damaged: z
      .array(z.strictObject({ plan: planId, problem: z.string() }))
      .optional()
      .describe("Plans whose files were changed or cannot be read. Absent: none."),
  }),
});
