import { z } from "zod";
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
    error: z
      .strictObject({ code: z.string().describe("Crosstag's code of the error."), message: z.string() })
      .optional(),
  })
  .meta({ id: "CheckRecord" });

const results = z
  .strictObject({
    compliant: z.int(),
    violating: z.int(),
    suppressed: z.int().describe("All of their findings are waived."),
    "not-applicable": z.int().describe("Managed by the cloud."),
    error: z.int().describe("Could not be read."),
  })
  .describe("Resources by result.");

const severities = z.strictObject({ info: z.int(), warning: z.int(), error: z.int() });

const groups = z
  .array(
    z
      .strictObject({
        name: z.string(),
        title: z.string().exactOptional().describe("What people call the group: the name of an account."),
        resources: z.int(),
        results,
      })
      .meta({ id: "CheckGroup" }),
  )
  .readonly();

const ruleCounts = z
  .strictObject({
    id: z.string(),
    severity: z.enum(["error", "warning", "info"]),
    text: z.string().exactOptional().describe("What the policy says about the rule."),
    checks: z.string().describe("What the rule checks, in words."),
    link: z.string().exactOptional(),
    applied: z.int().describe("Resources that it applies to."),
    violating: z.int(),
    suppressed: z.int().describe("Resources with waived findings of the rule."),
  })
  .meta({ id: "RuleCounts" });

const waiverUse = waiver
  .extend({
    ticket: z.string().exactOptional(),
    state: z.enum(["used", "unused", "expired"]),
    covers: z.int().describe("Findings that it covers."),
  })
  .meta({ id: "WaiverUse" });

const fleet = z
  .strictObject({
    entry: z.string().describe("The name of the entry in the configuration."),
    text: z.string().describe("The same in a sentence."),
    accounts: z.int(),
    read: z.int(),
    unread: z.int().describe("Accounts whose resources may be missing."),
    skipped: z.int(),
  })
  .meta({ id: "FleetCoverage" });

/** How far a check is, if its progress was asked for. */
export const checkProgress = z
  .strictObject({
    type: z.literal("progress"),
    found: z.int().describe("Resources that the clouds have listed so far."),
  })
  .meta({ id: "CheckProgress" });

/** An earlier check in counts. */
const earlierCheck = z
  .strictObject({ checkedAt: z.iso.datetime(), resources: z.int(), results, findings: severities })
  .meta({ id: "EarlierCheck" });

/** The counts of a check. */
export const checkSummary = z
  .strictObject({
    type: z.literal("summary"),
    policy: z.string().describe("The name of the policy."),
    checkedAt: z.iso.datetime(),
    resources: z.int(),
    results,
    findings: severities.describe("Open findings by severity."),
    known: severities.describe("Those of them that are in the baseline."),
    suppressed: z.int().describe("Waived findings."),
    teamKey: z.string().exactOptional().describe("The tag key that names the team."),
    rules: z.array(ruleCounts).readonly().describe("In the order of the policy."),
    incomplete: z.array(z.string()).readonly().describe("Clouds that could not be listed completely."),
    warnings: z.array(z.string()).readonly(),
    providers: groups,
    accounts: groups,
    units: groups,
    fleets: z.array(fleet).readonly(),
    teams: groups,
    waivers: z.array(waiverUse).readonly(),
    earlier: z
      .array(earlierCheck)
      .readonly()
      .exactOptional()
      .describe(
        "A trend: the last complete checks of this policy, these clouds and these kinds by the same caller of the service, the earliest first. Absent: none is known.",
      ),
  })
  .meta({ id: "CheckSummary" });
