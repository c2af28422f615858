import type { tagResource } from "@crosstag/operations";
import type { OperationHandler } from "../operation-handler.ts";
import type { ServiceContext } from "../service-context.ts";
import { profilesOfClouds } from "../clouds/profiles-of-clouds.ts";
import { writtenBy } from "../writes/written-by.ts";
import { writeAnswer } from "./write-answer.ts";

/** Sets tags of resources that the caller may change. */
export function createTagResource({
  crosstag,
  state: { places, writes },
}: ServiceContext): OperationHandler<typeof tagResource> {
  return async ({ portableTo = [], ...request }, call) => {
    const { caller, until } = call;
    const { resources, tags, resolveAliases } = request;
    caller.allowChange(await places.ofNames(resources, { resolveAliases, until }), Object.keys(tags));
    const { profiles, violations } = await profilesOfClouds(crosstag, portableTo, "portableTo");
    const complete = { ...request, portableTo: profiles.map(({ profile }) => profile.rules), violations };
    return writeAnswer(await writes.tagResource(complete, { until }, writtenBy(call)));
  };
}
