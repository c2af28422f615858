import type { OpenedCrosstag } from "@crosstag/clouds";
import type { KmsDriver } from "@crosstag/core/driver";
import type { ResourcePlace } from "../caller.ts";

/** Returns where the resources of a driver are. @param name its name among the opened clouds */
export function placeOfDriver(
  name: string,
  driver: KmsDriver,
  { cloudNames }: Pick<OpenedCrosstag, "cloudNames">,
): ResourcePlace {
  const { entry = name } = cloudNames.get(driver) ?? {};
  const { provider, scope } = driver;
  return {
    provider,
    // `production`, and `production/111122223333/us-east-1` or `production/secretsmanager`.
    cloudNames: [...new Set([entry, name])],
    ...(scope.account !== undefined && { account: scope.account }),
  };
}
