import { z } from "zod";
import { conditions } from "../model/conditions.ts";
import { readOptions } from "../model/read-options.ts";
import { resourceEntry, unlisted } from "../model/resource-entry.ts";
import { cloudNames, kind } from "../model/tags.ts";
import { defineOperation } from "../operation.ts";

/** Lists the resources of the configured clouds with their tags. */
export const findResources = defineOperation({
  name: "find-resources",
  title: "FindResources",
  summary: "Lists the resources of the configured clouds with their tags, one JSON line each, as they are read.",
  method: "post",
  path: "/v1/find-resources",
  effect: "read",
  input: z.strictObject({
    clouds: cloudNames.optional(),
    kinds: z.array(kind).optional().describe("Only these kinds. Default: the configured ones."),
    ...conditions,
    ...readOptions,
  }),
  output: z.union([
    z.strictObject({ type: z.literal("resource"), resource: resourceEntry }),
    z.strictObject({ type: z.literal("unlisted"), unlisted }),
    z.strictObject({
      type: z.literal("end"),
      listed: z.int().describe("Resources that the clouds list, whether they match or not."),
      matching: z.int(),
      failed: z.int().describe("Resources that could not be read."),
      complete: z.boolean().describe("False: a cloud could not be listed completely."),
    }),
  ]),
  answers: "json-lines",
});
