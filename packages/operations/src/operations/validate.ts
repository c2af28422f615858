import { z } from "zod";
import { formatVersion } from "../model/format-version.ts";
import { tagRecord, kind } from "../model/tags.ts";
import { violation } from "../model/violation.ts";
import { defineOperation } from "../operation.ts";

/** Compares tags with the rules of clouds. Sends nothing. */
export const validate = defineOperation({
  name: "validate",
  title: "Validate",
  summary: "Compares tags with the rules of clouds. Sends nothing.",
  method: "post",
  path: "/v1/validate",
  effect: "read",
  input: z.strictObject({
    tags: tagRecord,
    clouds: z.array(z.string()).min(1).describe("Clouds: `aws`, `alibaba`, or names of the configuration."),
    kind: kind.optional().describe("The kind of the resources. Default: key."),
  }),
  output: z.strictObject({
    formatVersion,
    fits: z.boolean().describe("Whether the tags fit all of these clouds."),
    clouds: z.array(
      z.strictObject({
        cloud: z.string(),
        title: z.string(),
        kind,
        fits: z.boolean(),
        violations: z.array(violation),
      }),
    ),
  }),
});
