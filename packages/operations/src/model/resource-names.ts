import { z } from "zod";

/** One resource in a request. */
export const resourceName = z
  .string()
  .min(1)
  .describe("The cloud's own name of a resource: ARN, `acs:…`, `qcs:…`, a bare id, or `secret/<name>`.");

/** The most resources of one request. */
const MOST_RESOURCES = 10_000;

/** The resources of a request. */
export const resourceNames = z
  .array(resourceName)
  .min(1)
  .max(MOST_RESOURCES)
  .describe(`The resources, at most ${MOST_RESOURCES}. A resource that is named twice is changed once.`)
  .meta({ examples: [["arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"]] });

/** Whether aliases are accepted. */
export const resolveAliases = z
  .boolean()
  .optional()
  .describe(
    "Accept `alias/<name>` and ask the cloud for its key. Default: false, because an alias can be moved to another key.",
  );
