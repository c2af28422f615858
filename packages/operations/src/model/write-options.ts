import { z } from "zod";
import { resolveAliases } from "./resource-names.ts";

/** What the operations that write tags share. */
export const writeOptions = {
  reserved: z
    .enum(["refuse", "skip"])
    .optional()
    .describe("What happens to tags that the cloud reserves for itself. Default: `refuse`."),
  readFirst: z
    .boolean()
    .optional()
    .describe("Read the tags before writing, so that no write is made that changes nothing. Default: true."),
  resolveAliases,
  dryRun: z.boolean().optional().describe("Check and read, but write nothing. Default: false."),
};
