import { driverMethod } from "@crosstag/core/driver";
import { decorateDriver, SCHEDULED_DELETION } from "@crosstag/core/testing";
import type { BrokenDriver } from "./broken-driver.ts";

const CASE = "the deletion of the material is scheduled by one call";

/** Drivers that delete other key material than the call says, or report the schedule of a deletion wrongly. */
export const brokenDeleters: readonly BrokenDriver[] = [
  {
    flaw: "leaves the date out of the answer to a deletion",
    caughtBy: CASE,
    cloud: { keyMaterialDeletion: SCHEDULED_DELETION },
    break: (driver) =>
      decorateDriver(driver, {
        deleteKeyMaterial: async (call, context) => {
          const { scheduledFor: _, ...receipt } = await driverMethod(driver, "deleteKeyMaterial")(call, context);
          return receipt;
        },
      }),
  },
  {
    flaw: "does not show the date of a scheduled deletion",
    caughtBy: CASE,
    cloud: { keyMaterialDeletion: SCHEDULED_DELETION },
    break: (driver) =>
      decorateDriver(driver, {
        describeResource: async (call, context) => {
          const { key, ...description } = await driverMethod(driver, "describeResource")(call, context);
          if (key === undefined) return description;
          const { deletionScheduledFor: _, ...facts } = key;
          return { ...description, key: facts };
        },
        listKeyMaterials: async (call, context) => {
          const list = await driverMethod(driver, "listKeyMaterials")(call, context);
          const materials = list.materials.map((material) => {
            const { deletionScheduledFor: _, ...shown } = material;
            return shown;
          });
          return { ...list, materials };
        },
      }),
  },
  {
    flaw: "states that material is gone at once although the cloud schedules its deletion",
    caughtBy: "the material is deleted by one call",
    cloud: { keyMaterialDeletion: SCHEDULED_DELETION },
    break: (driver) => decorateDriver(driver, { keyMaterialDeletion: { ...SCHEDULED_DELETION, effect: "immediate" } }),
  },
  {
    flaw: "drops the id of the material",
    caughtBy: "if materials have ids, the named one is deleted",
    break: (driver) =>
      decorateDriver(driver, {
        deleteKeyMaterial: ({ resource }, context) => driverMethod(driver, "deleteKeyMaterial")({ resource }, context),
      }),
  },
];
