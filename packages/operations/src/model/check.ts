import { z } from "zod";
import { errorCode } from "./error.ts";
import { kind } from "./tags.ts";

const waiver = z.strictObject({
  id: z.string(),
  owner: z.string(),
  reason: z.string(),
  ticket: z.string().optional(),
  expires: z.string(),
});

/** A finding; its fields beside these are those of the rule. */
const finding = z
  .looseObject({
    rule: z.string().describe("The id of the rule."),
    severity: z.enum(["error", "warning", "info"]),
    message: z.string().describe("What is wrong."),
    fix: z.string().describe("What to do about it."),
    tagKey: z.string().optional(),
    fingerprint: z.string().describe("The same for the same finding in every check."),
    known: z.literal(true).optional().describe("It is in the baseline."),
    value: z.string().optional().describe("The value of the tag, if values were asked for."),
  })
  .meta({ id: "Finding" });

/** The result of a check for one resource. */
export const checkRecord = z
  .strictObject({
    type: z.literal("resource"),
    reference: z.string(),
    provider: z.string(),
    kind,
    account: z.string().optional(),
    accountName: z.string().optional(),
    unit: z.string().optional().describe("The organizational units of the account: `/Workloads/Prod`."),
    region: z.string().optional(),
    aliases: z.array(z.string()).optional(),
    description: z.string().optional(),
    team: z.string().optional().describe("The value of the policy's `teamKey`."),
    result: z.enum(["compliant", "violating", "suppressed", "not-applicable", "error"]),
    findings: z.array(finding),
    suppressed: z.array(finding.extend({ waiver })),
    rules: z.array(z.string()).describe("Ids of the rules that apply."),
    error: z.strictObject({ code: errorCode, message: z.string() }).optional(),
  })
  .meta({ id: "CheckRecord" });

/** The counts of a check. */
export const checkSummary = z
  .looseObject({
    type: z.literal("summary"),
    policy: z.string(),
    checkedAt: z.iso.datetime(),
    resources: z.int(),
    results: z.record(z.string(), z.int()).describe("Resources by result."),
    findings: z.record(z.string(), z.int()).describe("Findings by severity."),
    incomplete: z.array(z.string()).describe("Clouds that could not be listed completely."),
    warnings: z.array(z.string()),
  })
  .meta({ id: "CheckSummary" });
