import { z } from "zod";
import { writeResult } from "../model/outcome.ts";
import { resourceNames } from "../model/resource-names.ts";
import { tagKeys } from "../model/tags.ts";
import { writeOptions } from "../model/write-options.ts";
import { defineOperation } from "../operation.ts";

/** Removes tags from resources. */
export const untagResource = defineOperation({
  name: "untag-resource",
  title: "UntagResource",
  summary: "Removes tags from resources.",
  method: "post",
  path: "/v1/untag-resource",
  effect: "write",
  input: z.strictObject({
    resources: resourceNames,
    tagKeys: tagKeys.optional().describe("Tag keys to remove. A key that a resource does not have is not an error."),
    all: z
      .boolean()
      .optional()
      .describe("Remove every tag except reserved ones. An empty `tagKeys` never means all. Default: false."),
    ...writeOptions,
  }),
  output: writeResult,
  statuses: [200, 207],
});
