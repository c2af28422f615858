import { judgeTags } from "@crosstag/clouds";
import { CrosstagError } from "@crosstag/core";
import { findKind, kindsOf, type KmsProfile } from "@crosstag/core/driver";
import { listTags } from "@crosstag/core/internal";
import { FORMAT_VERSION, type validate } from "@crosstag/operations";
import { profilesOfClouds } from "../clouds/profiles-of-clouds.ts";
import type { OperationHandler } from "../operation-handler.ts";
import type { ServiceContext } from "../service-context.ts";

/** Compares tags with the rules of clouds. Sends nothing. */
export function createValidate({ crosstag }: ServiceContext): OperationHandler<typeof validate> {
  return async ({ tags, clouds: names, kind = "key" }) => {
    const profiles = await profilesOfClouds(crosstag, names, "clouds");
    refuseUnknownKind(kind, [...profiles.map(({ profile }) => profile), ...crosstag.drivers.values()]);
    const clouds = judgeTags(listTags(tags), profiles, kind);
    const fits = clouds.every((cloud) => cloud.fits);
    return { status: 200, document: { formatVersion: FORMAT_VERSION, fits, clouds } };
  };
}

/** A kind that these clouds do not have can be one of another cloud, which is worth a verdict. */
function refuseUnknownKind(kind: string, clouds: readonly Pick<KmsProfile, "kinds">[]): void {
  if (findKind(clouds, kind) !== undefined) return;
  throw new CrosstagError({
    code: "invalid-request",
    message: `kind: no cloud has the kind ${JSON.stringify(kind)}.`,
    hint: `Give one of: ${[...new Set(clouds.flatMap(kindsOf))].join(", ")}.`,
  });
}
