import type { ResourceDescription } from "../driver/resource-description.ts";
import type { Reference } from "../reference/reference.ts";
import type { DriverEngine } from "./driver-engine.ts";
import type { RequestScope } from "./request-scope.ts";
import type { CallResult } from "./wire-caller.ts";

/** Looks at one resource; `withMaterials` also lists a key's materials, where the cloud can. Never rejects. */
export function describeResource(
  { driver, caller }: DriverEngine,
  resource: Reference,
  scope: RequestScope,
  options: { readonly withMaterials?: boolean } = {},
): Promise<CallResult<ResourceDescription>> {
  return caller.call(
    {
      operation: "describeResource",
      kind: resource.kind,
      resources: 1,
      repeatable: true,
      send: (context) => driver.describeResource({ resource, ...options }, context),
    },
    scope,
  );
}
