import type { CloseOptions, Crosstag } from "./crosstag.ts";
import type { DeleteKeyMaterialRequest } from "./key-material/key-material-requests.ts";
import type { PlanTagSetsRequest, PlanTagsRequest, PlanUndoRequest } from "./plan/plan-request.ts";
import type { FindResourcesRequest, ListTagsRequest } from "./reads/read-requests.ts";
import type { ApplyPlanRequest } from "./run/apply-request.ts";
import type { OptionNames } from "./text/unknown-option.ts";
import type { TagResourceRequest, UntagResourceRequest } from "./writes/tag-requests.ts";

/** What the operations of `Crosstag` can be asked. */
interface Requests {
  readonly tagResource: TagResourceRequest;
  readonly untagResource: UntagResourceRequest;
  readonly deleteKeyMaterial: DeleteKeyMaterialRequest;
  readonly inspectKeyMaterial: Parameters<Crosstag["inspectKeyMaterial"]>[0];
  readonly listTags: ListTagsRequest;
  readonly findResources: FindResourcesRequest;
  readonly planTags: PlanTagsRequest;
  readonly planTagSets: PlanTagSetsRequest;
  readonly planUndo: PlanUndoRequest;
  readonly applyPlan: ApplyPlanRequest;
  readonly close: CloseOptions;
}

/** An operation whose options are known. */
export type KnownOperation = keyof Requests;

const WRITE = {
  resources: true,
  reserved: true,
  resolveAliases: true,
  dryRun: true,
  violations: true,
  beforeWriting: true,
  readFirst: true,
} as const;

const DELETION: OptionNames<DeleteKeyMaterialRequest> = {
  resource: true,
  confirm: true,
  materialId: true,
  expected: true,
  resolveAliases: true,
  dryRun: true,
  evidence: true,
};

/** The options of each operation. */
export const OPERATION_OPTIONS: { readonly [Name in KnownOperation]: OptionNames<Requests[Name]> } = {
  tagResource: { ...WRITE, tags: true, portableTo: true },
  untagResource: { ...WRITE, tagKeys: true, all: true },
  deleteKeyMaterial: DELETION,
  // The request of the deletion can be checked first, as it is.
  inspectKeyMaterial: DELETION,
  listTags: { resources: true, resolveAliases: true, includeReserved: true, confirmExistence: true, aliases: true },
  findResources: {
    resources: true,
    kinds: true,
    clouds: true,
    isListed: true,
    describe: true,
    aliases: true,
    onUnlisted: true,
    violations: true,
  },
  planTags: {
    desired: true,
    changeSoftwareTags: true,
    describeStates: true,
    now: true,
    accessPolicies: true,
    readAccessPolicies: true,
    onUnlisted: true,
  },
  planTagSets: { by: true, resources: true, changeSoftwareTags: true, accessPolicies: true, readAccessPolicies: true },
  planUndo: { run: true, changes: true, begun: true },
  applyPlan: {
    plan: true,
    run: true,
    journal: true,
    resume: true,
    by: true,
    maximumFailures: true,
    maximumChanges: true,
    maximumAccounts: true,
    limit: true,
    canary: true,
    verify: true,
    onOutcome: true,
  },
  close: { drain: true },
};
