import type {
  ApplyPlan,
  Crosstag,
  DeleteKeyMaterial,
  FindResources,
  ListTags,
  PlanTags,
  TagResource,
  UntagResource,
} from "@crosstag/core";
import type { KmsDriver } from "@crosstag/core/driver";
import type { CrosstagConfiguration } from "@crosstag/clouds";
import type { ServiceIdentifier } from "inversify";

/**
 * The services that `crosstagModule` binds. Typed: `container.get(SERVICE.TagResource)` is a `TagResource`. Use the
 * narrowest interface that is sufficient; they are all one object.
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
  /** One for each cloud, under the name of the cloud: `container.get(SERVICE.KmsDriver, { name: "production" })`. */
  KmsDriver: identifier<KmsDriver>("KmsDriver"),
  /** The configuration that the clouds were opened from. */
  Configuration: identifier<CrosstagConfiguration>("Configuration"),
} as const;

// `Symbol.for`, so that two copies of this package name the same services.
function identifier<Service>(name: string): ServiceIdentifier<Service> {
  return Symbol.for(`crosstag.${name}`);
}
