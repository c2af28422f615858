import { z } from "zod";

/** What the operations that read tags share. */
export const readOptions = {
  describe: z
    .boolean()
    .optional()
    .describe("Also read state, origin, dates and description: one more call for each resource. Default: false."),
  aliases: z.boolean().optional().describe("Also give aliases: one list for each cloud. Default: false."),
  includeReserved: z.boolean().optional().describe("Include tags that the cloud reserves for itself. Default: false."),
};
