import type { KmsDriver } from "../driver/kms-driver.ts";
import { resourceIdentity } from "../model/reference.ts";
import type { Reference, ResourceKind } from "../model/reference.ts";

/** A resource that a request is about, ready for the wire. */
export interface Target {
  readonly reference: Reference;
  readonly kind: ResourceKind;
  /** Unique within the driver. */
  readonly identity: string;
  /** What every outcome says of it. */
  readonly naming: { readonly resource: string; readonly reference: string; readonly provider: string };
}

export function toTarget(driver: KmsDriver, reference: Reference, resource: string): Target {
  return {
    reference,
    kind: reference.kind,
    identity: resourceIdentity(reference),
    naming: { resource, reference: driver.references.format(reference, driver.scope), provider: driver.provider },
  };
}
