import {
  approvePlan,
  cancelRun,
  check,
  deleteKeyMaterial,
  deletePlan,
  followRun,
  getPlan,
  getRun,
  inspectKeyMaterial,
  findResources,
  listClouds,
  listPlans,
  listRuns,
  listTags,
  makePlan,
  readPlanEntries,
  readRunOutcomes,
  resumeRun,
  startRun,
  tagResource,
  undoRun,
  untagResource,
  validate,
  type OperationName,
} from "@crosstag/operations";
import { bindOperation, type BoundOperation } from "./http/bind-operation.ts";
import { createDeleteKeyMaterial } from "./key-material/delete-key-material.ts";
import { createInspectKeyMaterial } from "./key-material/inspect-key-material.ts";
import { createCheck } from "./operations/check.ts";
import { createFindResources } from "./operations/find-resources.ts";
import { createListClouds } from "./operations/list-clouds.ts";
import { createListTags } from "./operations/list-tags.ts";
import { createTagResource } from "./operations/tag-resource.ts";
import { createUntagResource } from "./operations/untag-resource.ts";
import { createValidate } from "./operations/validate.ts";
import { createApprovePlan } from "./plans/approve-plan.ts";
import { createDeletePlan } from "./plans/delete-plan.ts";
import { createGetPlan } from "./plans/get-plan.ts";
import { createListPlans } from "./plans/list-plans.ts";
import { createMakePlan } from "./plans/make-plan.ts";
import { createReadPlanEntries } from "./plans/read-plan-entries.ts";
import { createCancelRun } from "./runs/cancel-run.ts";
import { createFollowRun } from "./runs/follow-run.ts";
import { createGetRun } from "./runs/get-run.ts";
import { createListRuns } from "./runs/list-runs.ts";
import { createReadRunOutcomes } from "./runs/read-run-outcomes.ts";
import { createResumeRun } from "./runs/resume-run.ts";
import { createStartRun } from "./runs/start-run.ts";
import { createUndoRun } from "./runs/undo-run.ts";
import type { ServiceContext } from "./service-context.ts";

/** Every operation with its handler. */
export type OperationHandlers = { readonly [Name in OperationName]: BoundOperation<Name> };

/** Returns the operations, over what they work with. */
export function operationHandlers(context: ServiceContext): OperationHandlers {
  return {
    "tag-resource": bindOperation(tagResource, createTagResource(context)),
    "untag-resource": bindOperation(untagResource, createUntagResource(context)),
    "list-tags": bindOperation(listTags, createListTags(context)),
    "find-resources": bindOperation(findResources, createFindResources(context)),
    validate: bindOperation(validate, createValidate(context)),
    check: bindOperation(check, createCheck(context)),
    "list-clouds": bindOperation(listClouds, createListClouds(context)),
    "make-plan": bindOperation(makePlan, createMakePlan(context)),
    "list-plans": bindOperation(listPlans, createListPlans(context)),
    "get-plan": bindOperation(getPlan, createGetPlan(context)),
    "read-plan-entries": bindOperation(readPlanEntries, createReadPlanEntries(context)),
    "approve-plan": bindOperation(approvePlan, createApprovePlan(context)),
    "delete-plan": bindOperation(deletePlan, createDeletePlan(context)),
    "start-run": bindOperation(startRun, createStartRun(context)),
    "list-runs": bindOperation(listRuns, createListRuns(context)),
    "get-run": bindOperation(getRun, createGetRun(context)),
    "read-run-outcomes": bindOperation(readRunOutcomes, createReadRunOutcomes(context)),
    "follow-run": bindOperation(followRun, createFollowRun(context)),
    "cancel-run": bindOperation(cancelRun, createCancelRun(context)),
    "resume-run": bindOperation(resumeRun, createResumeRun(context)),
    "undo-run": bindOperation(undoRun, createUndoRun(context)),
    "inspect-key-material": bindOperation(inspectKeyMaterial, createInspectKeyMaterial(context)),
    "delete-key-material": bindOperation(deleteKeyMaterial, createDeleteKeyMaterial(context)),
  };
}
