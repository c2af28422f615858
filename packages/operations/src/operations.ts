import type { OperationDefinition } from "./operation.ts";
import { check } from "./operations/check.ts";
import { deleteKeyMaterial, inspectKeyMaterial } from "./operations/delete-key-material.ts";
import { findResources } from "./operations/find-resources.ts";
import { listClouds } from "./operations/list-clouds.ts";
import { listTags } from "./operations/list-tags.ts";
import { decidePlan, getPlan, listPlans, makePlan, readPlanEntries } from "./operations/plans.ts";
import {
  cancelRun,
  followRun,
  getRun,
  listRuns,
  readRunOutcomes,
  resumeRun,
  startRun,
  undoRun,
} from "./operations/runs.ts";
import { tagResource } from "./operations/tag-resource.ts";
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
  decidePlan,
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
