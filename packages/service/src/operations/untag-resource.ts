import type { untagResource } from "@crosstag/operations";
import type { OperationHandler } from "../operation-handler.ts";
import type { ServiceContext } from "../service-context.ts";
import { writtenBy } from "../writes/written-by.ts";
import { writeAnswer } from "./write-answer.ts";

/** Removes tags from resources that the caller may change. */
export function createUntagResource({
  state: { places, writes },
}: ServiceContext): OperationHandler<typeof untagResource> {
  return async (request, call) => {
    const { caller, until } = call;
    const { resources, tagKeys = [], all = false, resolveAliases } = request;
    caller.allowChange(await places.ofNames(resources, { resolveAliases, until }), all ? "all" : tagKeys);
    return writeAnswer(await writes.untagResource(request, { until }, writtenBy(call)));
  };
}
