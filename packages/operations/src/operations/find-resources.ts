import { z } from "zod";
import { resourceEntry, unlisted } from "../model/resource-entry.ts";
import { cloudNames, kind } from "../model/tags.ts";
import { defineOperation } from "../operation.ts";
import { readOptions } from "./list-tags.ts";

/** Conditions on resources, in the words of the command. */
export const conditions = {
  filter: z
    .array(z.string())
    .optional()
    .describe("Conditions on tags: `team`, `team=payments`, `team=pay*`, `team!=payments`. All must match."),
  missing: z.array(z.string()).optional().describe("Tag keys, or globs of them, that the resource must not have."),
  where: z
    .array(z.string())
    .optional()
    .describe("Conditions on other facts: `state=enabled`, `origin=external`, `expires<30d`, `alias=alias/pay*`."),
};

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
