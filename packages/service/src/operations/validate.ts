import { judgeTags } from "@crosstag/clouds";
import type { Violation } from "@crosstag/core";
import { findKind, kindsOf, type KmsProfile } from "@crosstag/core/driver";
import { listTags } from "@crosstag/core/internal";
import { FORMAT_VERSION, type validate } from "@crosstag/operations";
import { profilesOfClouds } from "../clouds/profiles-of-clouds.ts";
import { refuseViolations } from "../http/invalid-request.ts";
import type { OperationHandler } from "../operation-handler.ts";
import type { ServiceContext } from "../service-context.ts";

/** Compares tags with the rules of clouds. Sends nothing. */
export function createValidate({ crosstag }: ServiceContext): OperationHandler<typeof validate> {
  return async ({ tags, clouds: names, kind = "key" }) => {
    const { profiles, violations } = await profilesOfClouds(crosstag, names, "clouds");
    const known = [...profiles.map(({ profile }) => profile), ...crosstag.drivers.values()];
    refuseViolations([...violations, ...unknownKind(kind, known)]);
    const clouds = judgeTags(listTags(tags), profiles, kind);
    const fits = clouds.every((cloud) => cloud.fits);
    return { status: 200, document: { formatVersion: FORMAT_VERSION, fits, clouds } };
  };
}

/** A kind that these clouds do not have can be one of another cloud, which is worth a verdict. */
function unknownKind(kind: string, clouds: readonly Pick<KmsProfile, "kinds">[]): readonly Violation[] {
  if (findKind(clouds, kind) !== undefined) return [];
  return [
    {
      severity: "error",
      rule: "crosstag.unknown-kind",
      message: `kind: no cloud has the kind ${JSON.stringify(kind)}.`,
      fix: `Give one of: ${[...new Set(clouds.flatMap(kindsOf))].join(", ")}.`,
    },
  ];
}
