import type { ResourceInput } from "@crosstag/core";
import { selectsCloud } from "@crosstag/core/internal";
import type { NamedClouds } from "./cloud-names-of.ts";

/** Aliases in the clouds that their scopes name. A cloud that is not open has no resource to check. */
export function placeAliases(
  { drivers, cloudNames }: NamedClouds,
  aliases: readonly ResourceInput[],
): readonly ResourceInput[] {
  if (cloudNames === undefined) return aliases;
  // Aliases are names of keys.
  const clouds = [...drivers.values()].filter(({ service }) => service === undefined);
  return aliases.flatMap((input): readonly ResourceInput[] => {
    if (typeof input === "string" || clouds.some(({ provider }) => provider === input.provider)) return [input];
    const named = clouds.filter((cloud) => selectsCloud(input.provider, cloud.provider, cloudNames.get(cloud)));
    const [only] = named;
    if (named.length === 1 && only !== undefined) return [{ ...input, provider: only.provider, ...only.scope }];
    // Which of several clouds is meant is a question for the user, as for an alias of a provider.
    return [...new Set(named.map(({ provider }) => provider))].map((provider) => ({ ...input, provider }));
  });
}
