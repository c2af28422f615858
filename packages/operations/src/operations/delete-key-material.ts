import { z } from "zod";
import { formatVersion } from "../format-version.ts";
import { keyDescription, keyMaterialInspection } from "../model/key-material.ts";
import { keyMaterialOutcome } from "../model/outcome.ts";
import { resourceName, resolveAliases } from "../model/resource-names.ts";
import { violation } from "../model/violation.ts";
import { defineOperation } from "../operation.ts";

/** The first request of a deletion: look. */
export const inspectKeyMaterial = defineOperation({
  name: "inspect-key-material",
  title: "InspectKeyMaterial",
  summary:
    "Shows a key and what deleting its imported material would mean, with a token that only this deletion accepts.",
  method: "post",
  path: "/v1/delete-key-material/look",
  effect: "read",
  input: z.strictObject({
    resource: resourceName,
    resolveAliases,
    materialId: z.string().optional().describe("The material to delete. Default: the current one."),
  }),
  output: z.strictObject({
    formatVersion,
    inspection: keyMaterialInspection,
    token: z.string().optional().describe("For `confirm`, once. Absent: the material cannot be deleted."),
    expiresAt: z.iso.datetime().optional().describe("When the token ends."),
  }),
});

/** The result of a deletion. */
export const keyMaterialResult = z
  .strictObject({
    formatVersion,
    outcome: keyMaterialOutcome,
    before: keyDescription,
    after: keyDescription.optional().describe("Absent: nothing was sent, or the key could not be read."),
    looks: z
      .strictObject({ count: z.int(), seconds: z.number(), shown: z.boolean() })
      .optional()
      .describe("The reads of the key after the call."),
    materialId: z.string().optional(),
    warnings: z.array(violation),
  })
  .meta({ id: "KeyMaterialResult" });

/** The second request of a deletion: confirm. */
export const deleteKeyMaterial = defineOperation({
  name: "delete-key-material",
  title: "DeleteKeyMaterial",
  summary: "Deletes the imported key material that was shown. The cloud cannot undo it.",
  method: "post",
  path: "/v1/delete-key-material/confirm",
  effect: "delete",
  input: z.strictObject({
    token: z.string().describe("From the look. Bound to the key, its material and its state, and used once."),
    confirm: z.string().describe("`confirmation` of the look: the id of the key, typed."),
    dryRun: z.boolean().optional().describe("Check everything, delete nothing, and keep the token. Default: false."),
  }),
  output: keyMaterialResult,
  statuses: [200, 207],
});
