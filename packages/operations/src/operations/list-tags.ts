import { z } from "zod";
import { readOptions } from "../model/read-options.ts";
import { resourceList } from "../model/resource-entry.ts";
import { resourceNames, resolveAliases } from "../model/resource-names.ts";
import { defineOperation } from "../operation.ts";

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
