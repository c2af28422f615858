export type { QuotaDiscovery } from "./calls/account-quotas.ts";
export type { CallOptions } from "./calls/call-options.ts";
export type { Ending } from "./calls/ending.ts";
export { systemClock } from "./calls/clock.ts";
export type { Clock } from "./calls/clock.ts";
export type { CrosstagEvent, EventListener } from "./calls/crosstag-event.ts";
export type { EngineOptions } from "./calls/engine-options.ts";
export type { QuotaBudget, QuotaScope, QuotaTurns } from "./calls/quota-budget.ts";
export { RETRY_POLICIES } from "./calls/retry-policy.ts";
export type { RetryPolicy, RetryPolicyName } from "./calls/retry-policy.ts";
export { createCrosstag } from "./create-crosstag.ts";
export type {
  ApplyPlan,
  CloseOptions,
  Crosstag,
  DeleteKeyMaterial,
  FindResources,
  ListTags,
  PlanTags,
  TagResource,
  UntagResource,
} from "./crosstag.ts";
export type { CloudName, NamedAccount } from "./desired/cloud-name.ts";
export type { DesiredStateProblem } from "./desired/desired-state-problem.ts";
export type { DesiredState, DesiredStatement, Selection } from "./desired/desired-state.ts";
export type { ResourceConditions } from "./desired/resource-conditions.ts";
export type { DriverOperation, WireOperation } from "./driver/capabilities.ts";
export type { KmsDriver } from "./driver/kms-driver.ts";
export type { QuotaRates } from "./driver/quota.ts";
export { scopeName } from "./driver/scope-name.ts";
export type {
  DeleteKeyMaterialEvidence,
  DeleteKeyMaterialRequest,
  DeleteKeyMaterialResult,
  DeletionLooks,
  KeyMaterialInspection,
} from "./key-material/key-material-requests.ts";
export { CrosstagError, rawCauseOf } from "./model/crosstag-error.ts";
export type { CrosstagErrorDetails, ErrorCode, RetryClass } from "./model/crosstag-error.ts";
export { countOutcomes } from "./model/outcome.ts";
export type {
  Outcome,
  OutcomeCounts,
  KeyMaterialOutcome,
  OutcomeStatus,
  ScheduledOutcome,
  PartialChange,
  PlannedChange,
  SkipReason,
} from "./model/outcome.ts";
export type { Provenance } from "./model/provenance.ts";
export { resourceIdentity } from "./model/reference.ts";
export type { Reference, ResourceKind } from "./model/reference.ts";
export type {
  KeyFacts,
  KeyLastUse,
  KeyMaterialDescription,
  ResourceDescription,
  ResourceManager,
  ResourceState,
} from "./model/resource-description.ts";
export type { StoppedScope } from "./model/stopped-scope.ts";
export { toTagRecord } from "./model/tag-set.ts";
export type { Tag, TagInput, TagRecord, TagSet } from "./model/tag-set.ts";
export type { Violation } from "./model/violation.ts";
export type {
  PlanEntry,
  PlanSkipReason,
  PlannedResourceChange,
  SkippedResource,
  UnreadableResource,
} from "./plan/plan-entry.ts";
export type {
  PlanDraft,
  PlanTagsRequest,
  PlanUndoRequest,
  PlanTagSetsRequest,
  UndoableChange,
  DesiredTags,
  UnreadTags,
} from "./plan/plan-request.ts";
export { PLAN_SCHEMA } from "./plan/plan.ts";
export type { Plan, PlanCost, PlanHeader, PlanSummary, PlanWarning } from "./plan/plan.ts";
export type { PlanLimits } from "./plan/plan-size.ts";
export type {
  FindResourcesRequest,
  FoundResource,
  ListTagsRequest,
  ResourceAliases,
  ResourceInput,
  ResourceTags,
  UnlistedResources,
} from "./reads/read-requests.ts";
export { checkLookAlikes, checkTagKeyList, checkTagList } from "./rules/check-tag-list.ts";
export { checkResultingTags, checkTagKeys, checkTags, isReservedKey, tagLimit, rulesFor } from "./rules/check-tags.ts";
export type {
  CaseCollisionRule,
  CharacterRule,
  CountRule,
  LengthRule,
  LetterCaseRule,
  LengthUnit,
  ReservedPrefixRule,
  TagRule,
  TagRules,
} from "./rules/tag-rules.ts";
export type { ApplyPlanRequest, EarlierRun } from "./run/apply-request.ts";
export { RUN_SCHEMA } from "./run/run-record.ts";
export type {
  IntentRecord,
  NotReadRecord,
  NotShownRecord,
  ShownRecord,
  OutcomeRecord,
  RunEndRecord,
  RunJournal,
  RunRecord,
  RunPart,
  RunResumeRecord,
  RunStartRecord,
  TagImage,
} from "./run/run-record.ts";
export type { RunFailureGroup, RunResult } from "./run/run-result.ts";
export { throwIfFailed } from "./throw-if-failed.ts";
export type { CheckableResult } from "./throw-if-failed.ts";
export type {
  ResourceToWrite,
  TagResourceRequest,
  TagResourceResult,
  UntagResourceRequest,
  UntagResourceResult,
  WriteResult,
} from "./writes/tag-requests.ts";
