import { z } from "zod";

/** One problem of a request, found before anything was sent. */
export const violation = z
  .strictObject({
    severity: z.enum(["error", "warning"]).describe("`error`: the request is refused. `warning`: it continues."),
    rule: z.string().describe("The id of the rule that is broken."),
    provider: z.string().optional().describe("The cloud concerned. Absent: every cloud."),
    key: z.string().optional().describe("The tag key concerned."),
    position: z.int().optional().describe("Position in the list given, from 0."),
    character: z
      .strictObject({ position: z.int(), text: z.string() })
      .optional()
      .describe("The position in code points from 0, and the character there."),
    resource: z.string().optional().describe("The resource concerned, as given."),
    message: z.string().describe("What is wrong. Never contains a tag value."),
    fix: z.string().describe("How to fix it."),
    source: z.string().optional().describe("The page of the cloud that states the rule."),
    verifiedOn: z.string().optional().describe("The day on which the page was last compared."),
    status: z
      .enum(["documented", "observed", "assumed"])
      .optional()
      .describe("How reliable the rule is. `assumed`: no source confirms it."),
  })
  .meta({ id: "Violation" });
