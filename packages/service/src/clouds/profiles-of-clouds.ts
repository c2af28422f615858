import { findNamedProfile, type NamedProfile, type OpenedCrosstag } from "@crosstag/clouds";
import type { Violation } from "@crosstag/core";

/** The data of the clouds that a request names. */
export interface NamedClouds {
  readonly profiles: readonly NamedProfile[];
  /** One for each name that is unknown. */
  readonly violations: readonly Violation[];
}

/**
 * Finds the data of clouds by their names in the configuration, their providers or their dialects.
 * @param field of the request that names them
 */
export async function profilesOfClouds(
  { registry, configuration }: Pick<OpenedCrosstag, "registry" | "configuration">,
  names: readonly string[],
  field: string,
): Promise<NamedClouds> {
  const distinct = [...new Set(names)];
  const found = await Promise.all(distinct.map((name) => findNamedProfile(name, registry, configuration.clouds)));
  const violations = found.flatMap((one, index) =>
    "known" in one ? [unknownName(distinct[index] ?? "", one, field)] : [],
  );
  return { profiles: found.flatMap((one) => ("profile" in one ? [one] : [])), violations };
}

function unknownName(name: string, { known }: { readonly known: readonly string[] }, field: string): Violation {
  return {
    severity: "error",
    rule: "crosstag.unknown-cloud",
    message: `${field}: ${JSON.stringify(name)} is not a configured cloud, a provider or a dialect.`,
    fix: `Give one of: ${known.join(", ")}.`,
  };
}
