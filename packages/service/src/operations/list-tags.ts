import { placedEntry, readMatching, type DetailedResource } from "@crosstag/clouds";
import { CrosstagError } from "@crosstag/core";
import { FORMAT_VERSION, type listTags } from "@crosstag/operations";
import { visibleTo } from "../clouds/visible-resources.ts";
import type { OperationHandler } from "../operation-handler.ts";
import type { ServiceContext } from "../service-context.ts";

/** Reads the tags of resources. One that the caller may not see is answered as such, whether it exists or not. */
export function createListTags(context: ServiceContext): OperationHandler<typeof listTags> {
  return async (request, { caller, signal }) => {
    const visible = visibleTo(caller, context);
    const resources: DetailedResource[] = [];
    for await (const read of readMatching(context.crosstag, { ...request, now: context.now() }, { signal }))
      resources.push(
        visible.resource(read.reference)
          ? placedEntry(read, context.state.places.factsOf)
          : withheld(read, caller.name),
      );
    // What was given up because of the signal must not look unreadable.
    signal.throwIfAborted();
    const status = resources.some((read) => read.status === "failed") ? 207 : 200;
    return { status, document: { formatVersion: FORMAT_VERSION, resources } };
  };
}

function withheld({ resource, reference, provider, kind }: DetailedResource, caller: string): DetailedResource {
  const error = new CrosstagError({
    code: "access-denied",
    message: `${caller} may not see this resource.`,
    reference,
    hint: "Ask the operator of the service for access to its cloud and account.",
  });
  return { status: "failed", resource, reference, provider, kind, error };
}
