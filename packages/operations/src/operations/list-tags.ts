import { z } from "zod";
import { formatVersion } from "../format-version.ts";
import { resourceEntry, unlisted } from "../model/resource-entry.ts";
import { resourceNames, resolveAliases } from "../model/resource-names.ts";
import { defineOperation } from "../operation.ts";

/** What the operations that read tags share. */
export const readOptions = {
  describe: z
    .boolean()
    .optional()
    .describe("Also read state, origin, dates and description: one more call for each resource. Default: false."),
  aliases: z.boolean().optional().describe("Also give aliases: one list for each cloud. Default: false."),
  includeReserved: z.boolean().optional().describe("Include tags that the cloud reserves for itself. Default: false."),
};

/** The document of `crosstag list --output json`. */
export const resourceList = z
  .strictObject({
    formatVersion,
    resources: z.array(resourceEntry),
    unlisted: z.array(unlisted).optional().describe("Clouds that could not be listed completely. Absent: none."),
  })
  .meta({ id: "ResourceList" });

/** Reads the tags of resources. */
export const listTags = defineOperation({
  name: "list-tags",
  title: "ListTags",
  summary: "Reads the tags of the given resources, in their order.",
  method: "post",
  path: "/v1/list-tags",
  effect: "read",
  input: z.strictObject({ resources: resourceNames, resolveAliases, ...readOptions }),
  output: resourceList,
  statuses: [200, 207],
});
