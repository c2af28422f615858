import { z } from "zod";
import { writeResult } from "../model/outcome.ts";
import { resourceNames } from "../model/resource-names.ts";
import { tagRecord } from "../model/tags.ts";
import { writeOptions } from "../model/write-options.ts";
import { defineOperation } from "../operation.ts";

/** Adds tags to resources, or overwrites their values. */
export const tagResource = defineOperation({
  name: "tag-resource",
  title: "TagResource",
  summary: "Adds tags to resources, or overwrites their values. Other tags are not changed.",
  method: "post",
  path: "/v1/tag-resource",
  effect: "write",
  input: z.strictObject({
    resources: resourceNames,
    tags: tagRecord.describe("The tags to set."),
    portableTo: z
      .array(z.string())
      .optional()
      .describe("Clouds whose rules the tags must also fit, for example `alibaba`. Default: none."),
    ...writeOptions,
  }),
  output: writeResult,
  statuses: [200, 207],
});
