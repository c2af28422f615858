import {
  batchResourceNotFound,
  inDeleteWindow,
  invalidParameter,
  missingParameter,
  pendingDeletion,
} from "../errors.ts";
import { Key } from "../state/key.ts";
import type { ResourceStore } from "../../state/resource-store.ts";
import type { Resource } from "../state/resource.ts";
import { Secret } from "../state/secret.ts";
import type { AlibabaSettings } from "../settings.ts";
import type { ServiceContext } from "./context.ts";
import { choice, repeatedTexts, requiredText, type RequestParameters } from "./fields.ts";

const mostIds = 50;

/** How all three batch calls name their resources: region, kind and up to 50 ids. Secrets are named by their names. */
export interface BatchTarget {
  readonly kind: "key" | "secret";
  /** Without repetitions, in the order given. */
  readonly ids: readonly string[];
}

export function batchTarget(parameters: RequestParameters, context: ServiceContext): BatchTarget {
  const region = requiredText(parameters, "RegionId");
  if (region !== context.region && context.settings.foreignRegionId === "refuse") throw invalidParameter("RegionId");
  const kind = choice(parameters, "ResourceType", ["key", "secret"]);
  const ids = repeatedTexts(parameters, "ResourceId");
  if (ids.length > mostIds) throw invalidParameter("ResourceId", context.settings.tagRefusalCode);
  return { kind, ids: [...new Set(ids)] };
}

export function storeOf(kind: "key" | "secret", context: ServiceContext): ResourceStore<Resource> {
  return kind === "key" ? context.keys : context.secrets;
}

/**
 * Changes each resource, or by default none if one of them is refused. `prepare` checks one resource and returns the
 * function that changes it.
 */
export function changeEach(
  target: BatchTarget,
  context: ServiceContext,
  prepare: (resource: Resource) => () => void,
): void {
  if (target.ids.length === 0) throw missingParameter("ResourceId");
  const prepareId = (id: string): (() => void) => {
    const resource = storeOf(target.kind, context).find(id);
    if (resource === undefined) throw batchResourceNotFound();
    if (resource instanceof Secret || context.settings.batchOnPendingDeletion === "refuse")
      refusePendingDeletion(resource, context.settings);
    return prepare(resource);
  };
  if (context.settings.batchAtomicity === "applies-preceding") {
    for (const id of target.ids) prepareId(id)();
    return;
  }
  for (const change of target.ids.map(prepareId)) change();
}

/** Refuses a change of the tags of a resource whose deletion is planned. */
export function refusePendingDeletion(resource: Resource, { tagsInDeleteWindow }: AlibabaSettings): void {
  if (resource instanceof Key && resource.state.current === "PendingDeletion") throw pendingDeletion();
  if (resource instanceof Secret && resource.deleteAt !== undefined && tagsInDeleteWindow === "refuse")
    throw inDeleteWindow();
}
