export type { CheckableResource } from "./check/checkable-resource.ts";
export { compilePolicy } from "./check/compile-policy.ts";
export type { CompiledPolicy, CompilePolicyOptions, CompiledRule } from "./check/compile-policy.ts";
export { CHECK_RESULTS, evaluatePolicy } from "./check/evaluate-policy.ts";
export type { CheckResult, Evaluation, OpenProblem, SuppressedFinding } from "./check/evaluate-policy.ts";
export { fingerprint } from "./check/fingerprint.ts";
export { FIX_KINDS } from "./check/problem.ts";
export type { CheckName, Finding, FixKind, Problem, TagFix } from "./check/problem.ts";
export { cloudRules } from "./enforce/cloud-rules.ts";
export type { CloudRules, RulesOf } from "./enforce/cloud-rules.ts";
export { desiredTags } from "./enforce/desired-tags.ts";
export type { EnforcementReport, Enforcing } from "./enforce/desired-tags.ts";
export { planEnforcement } from "./enforce/plan-enforcement.ts";
export type { AppliedFix, Enforcement, EnforcementOptions, ManualAction } from "./enforce/plan-enforcement.ts";
export { checkPolicy } from "./policy/check-policy.ts";
export { checkScopes } from "./policy/check-scopes.ts";
export type { PolicyProblem } from "./policy/policy-problem.ts";
export { compileExpression } from "./policy/compile-expression.ts";
export type { CompiledExpression } from "./policy/compile-expression.ts";
export { SEVERITIES, VALUE_FORMATS } from "./policy/policy.ts";
export type {
  ExampleResource,
  Policy,
  PolicyExample,
  PolicyRule,
  PolicyScope,
  Severity,
  TagCheck,
  TagCondition,
  ValueFormat,
} from "./policy/policy.ts";
export { testPolicy } from "./policy/test-policy.ts";
export type { ExampleResult } from "./policy/test-policy.ts";
export { FORMATS, isDay } from "./policy/value-formats.ts";
export { NO_WAIVERS, compileWaivers } from "./waivers/compile-waivers.ts";
export type { CompiledWaivers, NamedWaiver } from "./waivers/compile-waivers.ts";
export type { Waiver } from "./waivers/waiver.ts";
export { policyNeeds } from "./read/policy-needs.ts";
export type { NamedClouds, ReadableCloud } from "./read/cloud-names-of.ts";
export type { PolicyNeeds } from "./read/policy-needs.ts";
export { readResourcesToCheck, whereKnown } from "./read/read-resources-to-check.ts";
export type { ReadableClouds, ResourceToCheck, ResourcesToCheck } from "./read/read-resources-to-check.ts";
export { checkResource, unreadRecord } from "./report/check-record.ts";
export type { CheckOptions, CheckRecord, ReportedFinding, ReportedSuppression } from "./report/check-record.ts";
export {
  NO_NAME,
  OTHERS,
  coverageOf,
  failsAt,
  isFailing,
  policyName,
  resultCounts,
  severityCounts,
} from "./report/check-summary.ts";
export type { CheckSummary, FleetCoverage, GroupSummary, RuleSummary, WaiverSummary } from "./report/check-summary.ts";
export { CheckTally } from "./report/check-tally.ts";
export { recordOf } from "./report/record-of.ts";
export { REPORT_COLUMNS, writeCsvReport } from "./report/csv-report.ts";
export { writeHtmlReport } from "./report/html/html-report.ts";
export { JSON_REPORT_FORMAT, parseJsonReport, writeJsonReport } from "./report/json-report.ts";
export type { ParsedReport, TrendPoint } from "./report/json-report.ts";
export { writeJunitReport } from "./report/junit-report.ts";
export { writeMarkdownReport } from "./report/markdown-report.ts";
export { percent } from "./report/percent.ts";
export type { ReportInput, UnreadAccount, WriteReport } from "./report/report.ts";
export { writeSarifReport } from "./report/sarif-report.ts";
export { effectiveTagPolicy } from "./import/effective-tag-policy.ts";
export type { EffectiveTag, PolicyLevel, TagPolicyDocument } from "./import/effective-tag-policy.ts";
export { importTagPolicy } from "./import/import-tag-policy.ts";
export type { ImportOptions, ImportedPolicy, TagPolicyCloud } from "./import/import-tag-policy.ts";
