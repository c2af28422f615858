import { isDay } from "@crosstag/compliance";
import { z } from "zod";
import { jsonSchema } from "../documents/json-schema.ts";
import { mustBeText, names } from "../desired/desired-state-schema.ts";
import { scopeSchema } from "./policy-schema.ts";
import { oneOrList, strictMap, version } from "../documents/schema-parts.ts";

const text = z
  .string({ error: ({ input }) => mustBeText(input) })
  // Spaces only would be an empty answer.
  .regex(/\S/, "must not be empty or only spaces");

const waiver = strictMap({
  id: text.optional().describe("For messages; default: waiver 1, by position."),
  rules: names("ids of rules").describe("Ids of rules, or globs of them."),
  select: oneOrList(scopeSchema).optional().describe("Default: every resource. If a list, one item must match."),
  tagKeys: names("tag keys or globs").optional().describe("Only findings about these tag keys: names or globs."),
  owner: text.describe("Person or team responsible for it."),
  reason: text.describe("Why it is allowed."),
  ticket: text.optional().describe("Ticket in which it was agreed."),
  expires: z
    .string({ error: ({ input }) => mustBeText(input) })
    .refine(isDay, 'must be a date in quotes: "2026-12-31"')
    .meta({ pattern: String.raw`^\d{4}-\d{2}-\d{2}$` })
    .describe("The last valid day, in UTC."),
});

/** The schema of a waivers file. */
export const waiversSchema = z
  .strictObject(
    { version, waivers: z.array(waiver, "must be a list of waivers") },
    "must be a map with version and waivers",
  )
  .describe("Crosstag waivers: temporary exceptions from the rules of a policy.");

/** The same as a JSON schema, for editors; published as `crosstag-waivers.schema.json`. */
export function waiversJsonSchema(): Record<string, unknown> {
  return jsonSchema("waivers.yaml", waiversSchema);
}
