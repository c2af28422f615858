import { z } from "zod";

const shared = {
  id: z.string().describe("A stable name: `alibaba.key-length`. Violations have it."),
  severity: z.enum(["error", "warning"]).describe("`warning`: reported, not refused."),
  kinds: z.array(z.string()).readonly().exactOptional().describe("Kinds of resources. Absent: all of the cloud."),
  source: z.string().describe("The page of the cloud that states the rule."),
  verifiedOn: z.string().describe("The day on which the page was last compared."),
  status: z.enum(["documented", "observed", "assumed"]).describe("`assumed`: no source confirms it."),
};

const of = z.enum(["key", "value"]).describe("What the rule is about.");

/** Which characters there may be, as the inside of a character class of a regular expression, and in words. */
const characters = { allowed: z.string(), description: z.string() };

/** One rule of a cloud for tags, as data. */
export const tagRule = z
  .discriminatedUnion("check", [
    z.strictObject({
      ...shared,
      check: z.literal("length"),
      of,
      minimum: z.int(),
      maximum: z.int(),
      unit: z.enum(["code-points", "utf16-units", "utf8-bytes"]),
    }),
    z.strictObject({
      ...shared,
      check: z.literal("characters"),
      of,
      ...characters,
      first: z.strictObject(characters).exactOptional().describe("If less is allowed for the first character."),
      last: z.strictObject(characters).exactOptional().describe("If less is allowed for the last character."),
    }),
    z.strictObject({ ...shared, check: z.literal("letter-case"), of, letterCase: z.literal("lower") }),
    z.strictObject({
      ...shared,
      check: z.literal("reserved-prefix"),
      of,
      prefixes: z.array(z.string()).readonly(),
      caseSensitive: z.boolean(),
    }),
    z.strictObject({ ...shared, check: z.literal("count"), maximum: z.int().describe("Tags of one resource.") }),
    z.strictObject({ ...shared, check: z.literal("case-collision") }),
  ])
  .meta({ id: "TagRule" });
