import { z } from "zod";
import { keyMaterialResult } from "../model/key-material.ts";
import { defineOperation } from "../operation.ts";

/** The second request of a deletion: confirm. */
export const deleteKeyMaterial = defineOperation({
  name: "delete-key-material",
  title: "DeleteKeyMaterial",
  summary: "Deletes the imported key material that was shown. The cloud cannot undo it.",
  method: "post",
  path: "/v1/delete-key-material/confirm",
  effect: "delete",
  input: z.strictObject({
    token: z
      .string()
      .describe(
        "What POST /v1/delete-key-material/look returns as `token`. Bound to the key, its material and its state, and used once.",
      ),
    confirm: z.string().describe("The id of the key, typed, as the look returns it as `confirmation`."),
    dryRun: z.boolean().optional().describe("Check everything, delete nothing, and keep the token. Default: false."),
  }),
  output: keyMaterialResult,
  statuses: [200, 207],
});
