import type { OperationDefinition } from "./operation.ts";
import { approvePlan } from "./operations/approve-plan.ts";
import { cancelRun } from "./operations/cancel-run.ts";
import { check } from "./operations/check.ts";
import { deleteKeyMaterial } from "./operations/delete-key-material.ts";
import { deletePlan } from "./operations/delete-plan.ts";
import { findResources } from "./operations/find-resources.ts";
import { followRun } from "./operations/follow-run.ts";
import { getPlan } from "./operations/get-plan.ts";
import { getRun } from "./operations/get-run.ts";
import { inspectKeyMaterial } from "./operations/inspect-key-material.ts";
import { listClouds } from "./operations/list-clouds.ts";
import { listPlans } from "./operations/list-plans.ts";
import { listRuns } from "./operations/list-runs.ts";
import { listTags } from "./operations/list-tags.ts";
import { makePlan } from "./operations/make-plan.ts";
import { readPlanEntries } from "./operations/read-plan-entries.ts";
import { readRunOutcomes } from "./operations/read-run-outcomes.ts";
import { resumeRun } from "./operations/resume-run.ts";
import { startRun } from "./operations/start-run.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { undoRun } from "./operations/undo-run.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { validate } from "./operations/validate.ts";

/** Every operation of the service, in the order of its documentation. */
export const OPERATIONS = [
  tagResource,
  untagResource,
  listTags,
  findResources,
  validate,
  listClouds,
  makePlan,
  listPlans,
  getPlan,
  readPlanEntries,
  approvePlan,
  deletePlan,
  startRun,
  listRuns,
  getRun,
  readRunOutcomes,
  followRun,
  cancelRun,
  resumeRun,
  undoRun,
  check,
  inspectKeyMaterial,
  deleteKeyMaterial,
] as const satisfies readonly OperationDefinition[];

/** The name of an operation, as permissions have it. */
export type OperationName = (typeof OPERATIONS)[number]["name"];
