import { CloudError } from "../../../server/cloud.ts";
import { missingParameter, refused } from "../../errors.ts";
import type { AnswerBody } from "../../protocol/answers.ts";
import { Key } from "../../state/key.ts";
import type { TaggedResource, TagSet } from "../../state/resource.ts";
import type { CallContext } from "../context.ts";
import type { Parameters } from "../parameters.ts";
import { pendingDelete, tooManyResourcesInRequest } from "./errors.ts";
import { checkPlaces, placeOf, resourceToChange, type ResourcePlace } from "./resource-place.ts";
import { checkTagLimit } from "./tag-rules.ts";
import { Secret } from "../../state/secret.ts";

const mostNames = 10;
const mostIds = 50;

/** The tags that a resource is to have, from its current tags. Throws the refusal of this resource. */
export type TagChange = (tags: TagSet) => TagSet;

/** Parameters that say which resources of one service and region a call is about. */
export const idParameters = ["ServiceType", "ResourceIds", "ResourceRegion", "ResourcePrefix"] as const;

/** The parameter ResourceList of TagResources and UnTagResources, without repetitions. */
export function namesOf(parameters: Parameters): readonly string[] {
  const names = parameters.texts("ResourceList");
  if (names.length === 0) throw missingParameter("ResourceList");
  if (names.length > mostNames) throw tooManyResourcesInRequest(mostNames);
  return [...new Set(names)];
}

/** The places that `idParameters` name, without repetitions. */
export function placesOf(parameters: Parameters, context: CallContext): readonly ResourcePlace[] {
  const ids = parameters.texts("ResourceIds");
  const shared = {
    service: parameters.text("ServiceType"),
    region: parameters.optionalText("ResourceRegion") ?? "",
    prefix: parameters.optionalText("ResourcePrefix") ?? "",
    account: undefined,
  };
  if (ids.length === 0) throw missingParameter("ResourceIds");
  if (ids.length > mostIds) throw tooManyResourcesInRequest(mostIds);
  checkPlaces(shared, context);
  return [...new Set(ids)].map((resourceId) => ({ ...shared, resourceId }));
}

/** Changes each resource for itself. The answer names the resources that failed. */
export function changeEach(names: readonly string[], context: CallContext, change: TagChange): AnswerBody {
  if (context.settings.malformedName === "refuse") for (const name of names) placeOf(name);
  const failed = names.flatMap((name) => {
    try {
      prepare(placeOf(name), context, change)();
      return [];
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      return [{ Resource: name, Code: error.code, Message: error.message }];
    }
  });
  return { FailedResources: failed };
}

/** Changes all resources, or by default none if one of them is refused. */
export function changeTogether(places: readonly ResourcePlace[], context: CallContext, change: TagChange): AnswerBody {
  if (context.settings.batchAtomicity === "applies-preceding") {
    for (const place of places) prepare(place, context, change)();
  } else {
    for (const act of places.map((place) => prepare(place, context, change))) act();
  }
  return {};
}

/** Checks the change of one resource, and returns the function that makes it. */
function prepare(place: ResourcePlace, context: CallContext, change: TagChange): () => void {
  const resource = resourceToChange(place, context);
  refuseFailing(resource);
  if (context.settings.tagsInPendingDelete === "refuse" && isPendingDelete(resource)) throw pendingDelete();
  const before = resource.tags.current;
  const after = change(before);
  checkTagLimit(before, after, context.settings);
  return () => {
    resource.tags.write(after);
  };
}

function refuseFailing({ taggingFailure: failure }: TaggedResource): void {
  if (failure === undefined || failure.left === 0) return;
  failure.left -= 1;
  throw refused(failure.code, failure.message);
}

function isPendingDelete(resource: TaggedResource): boolean {
  if (resource instanceof Key) return resource.state.current === "PendingDelete";
  return resource instanceof Secret && resource.status.current === "PendingDelete";
}

/** The set with these tags written over it. */
export function withTags(tags: TagSet, added: TagSet): TagSet {
  return new Map([...tags, ...added]);
}

/** The set without these keys; keys that it does not have are ignored. */
export function withoutTags(tags: TagSet, keys: readonly string[]): TagSet {
  const removed = new Set(keys);
  return new Map([...tags].filter(([key]) => !removed.has(key)));
}
