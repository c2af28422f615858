import { z } from "zod";

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
