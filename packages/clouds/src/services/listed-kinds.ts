import type { CloudConfiguration } from "@crosstag/config";
import { CrosstagError, type ResourceKind } from "@crosstag/core";
import { kindsOf, type KmsProfile } from "@crosstag/core/driver";

/**
 * The kinds that lists, plans and checks cover, for each profile of an entry: the ones that `kinds` names; without it, those
 * of the KMS. Undefined: every kind of the profile.
 * @param profiles of the KMS first
 * @throws CrosstagError `configuration` if `kinds` names a kind that the cloud does not have, or does not list
 */
export function listedKinds(
  name: string,
  { kinds }: Pick<CloudConfiguration, "kinds">,
  profiles: readonly KmsProfile[],
): ReadonlyMap<KmsProfile, readonly ResourceKind[] | undefined> {
  for (const kind of kinds ?? []) refuseKind(name, kind, profiles);
  return new Map(
    profiles.map((profile) => {
      if (kinds !== undefined) return [profile, kindsOf(profile).filter((kind) => kinds.includes(kind))];
      return [profile, profile.service === undefined ? undefined : []];
    }),
  );
}

function refuseKind(name: string, kind: ResourceKind, profiles: readonly KmsProfile[]): void {
  const listing = profiles.flatMap(({ capabilities }) => capabilities.listResources[kind] ?? []);
  const known = [...new Set(profiles.flatMap(kindsOf))].join(", ");
  const [first] = listing;
  if (first?.support === "yes" || first?.support === "unverified") return;
  throw new CrosstagError({
    code: "configuration",
    message:
      first === undefined
        ? `clouds.${name}: kinds: the cloud has no kind ${JSON.stringify(kind)}.`
        : `clouds.${name}: kinds: ${kind} cannot be listed. ${first.reason}`,
    hint: `Kinds of this cloud: ${known}.`,
  });
}
