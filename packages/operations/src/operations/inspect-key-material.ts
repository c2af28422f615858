import { z } from "zod";
import { formatVersion } from "../model/format-version.ts";
import { keyMaterialInspection } from "../model/key-material.ts";
import { resourceName, resolveAliases } from "../model/resource-names.ts";
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
    token: z
      .string()
      .optional()
      .describe("For POST /v1/delete-key-material/confirm, once. Absent: the material cannot be deleted."),
    expiresAt: z.iso.datetime().optional().describe("When the token ends."),
  }),
});
