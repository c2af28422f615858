export { FORMAT_VERSION } from "./format-version.ts";
export { problem, resourceError, ERROR_CODES } from "./model/error.ts";
export { keyMaterialInspection } from "./model/key-material.ts";
export { outcome, outcomeCounts, writeResult } from "./model/outcome.ts";
export { planDecision, planDocument, planEntry, planId, planSummary } from "./model/plan.ts";
export { resourceEntry, unlisted } from "./model/resource-entry.ts";
export { runDocument, runEvent, runId, runOutcome, runProgress, runResult } from "./model/run.ts";
export { violation } from "./model/violation.ts";
export { defineOperation } from "./operation.ts";
export type { AnswerForm, OperationAnswer, OperationDefinition, OperationRequest } from "./operation.ts";
export { OPERATIONS } from "./operations.ts";
export type { OperationName } from "./operations.ts";
export { check, checkRecord, checkSummary } from "./operations/check.ts";
export { deleteKeyMaterial, inspectKeyMaterial, keyMaterialResult } from "./operations/delete-key-material.ts";
export { findResources } from "./operations/find-resources.ts";
export { listClouds } from "./operations/list-clouds.ts";
export { listTags, resourceList } from "./operations/list-tags.ts";
export { decidePlan, getPlan, listPlans, makePlan, planSource, readPlanEntries } from "./operations/plans.ts";
export {
  cancelRun,
  followRun,
  getRun,
  listRuns,
  readRunOutcomes,
  resumeRun,
  startRun,
  undoRun,
} from "./operations/runs.ts";
export { tagResource } from "./operations/tag-resource.ts";
export { untagResource } from "./operations/untag-resource.ts";
export { validate } from "./operations/validate.ts";
