import type {
  ApplyPlan,
  Clock,
  Crosstag,
  DeleteKeyMaterial,
  EngineOptions,
  FindResources,
  ListTags,
  PlanTags,
  TagResource,
  UntagResource,
} from "@crosstag/core";
import type { KmsDriver } from "@crosstag/core/driver";
import type { ServiceIdentifier } from "inversify";
import type { AdapterRegistry } from "./adapter-registry.ts";
import type { CrosstagConfiguration } from "./crosstag-configuration.ts";

/**
 * What a Crosstag container offers. Typed: `container.get(SERVICE.TagResource)` is a `TagResource`.
 * Use the narrowest interface that is sufficient; they are all one object.
 */
export const SERVICE = {
  Crosstag: identifier<Crosstag>("Crosstag"),
  TagResource: identifier<TagResource>("TagResource"),
  UntagResource: identifier<UntagResource>("UntagResource"),
  DeleteKeyMaterial: identifier<DeleteKeyMaterial>("DeleteKeyMaterial"),
  ListTags: identifier<ListTags>("ListTags"),
  FindResources: identifier<FindResources>("FindResources"),
  PlanTags: identifier<PlanTags>("PlanTags"),
  ApplyPlan: identifier<ApplyPlan>("ApplyPlan"),
  /** One for each cloud, under the cloud's name: `container.get(SERVICE.KmsDriver, { name: "production" })`. */
  KmsDriver: identifier<KmsDriver>("KmsDriver"),
  Configuration: identifier<CrosstagConfiguration>("Configuration"),
  AdapterRegistry: identifier<AdapterRegistry>("AdapterRegistry"),
  EngineOptions: identifier<EngineOptions>("EngineOptions"),
  Clock: identifier<Clock>("Clock"),
} as const;

// `Symbol.for`, so that two copies of this package name the same services.
function identifier<Service>(name: string): ServiceIdentifier<Service> {
  return Symbol.for(`crosstag.${name}`);
}
