import { ENCODING_NAMES } from "@crosstag/migration";
import { z } from "zod";
import { jsonSchema } from "../documents/json-schema.ts";
import { mustBeText, tagMap } from "../desired/desired-state-schema.ts";

const text = z.string({ error: ({ input }) => mustBeText(input) }).min(1, "must not be empty");
const anyText = z.string({ error: ({ input }) => mustBeText(input) });
const globs = z.array(text, "must be a list of tag keys or globs").min(1, "must have at least one item");

const pair = z.strictObject({ from: text, to: text }, "must be a map with from and to");
const nameOrPair = z.union([text, pair], { error: "must be a text, or a map with from and to" });

const encoding = z.enum(ENCODING_NAMES, { error: `must be one of ${ENCODING_NAMES.join(", ")}` });
const encodings = z.union([encoding, z.array(encoding).min(1)], {
  error: `must be one of ${ENCODING_NAMES.join(", ")}, or a list of them`,
});

const characters = tagMap(anyText).refine(
  (table) => Object.keys(table).every((character) => /^.$/su.test(character)),
  "must be a map from single characters",
);

const texts = {
  transliterate: characters.optional().describe("Characters to replace, at any position."),
  encode: encodings
    .optional()
    .describe("Reversible encodings for texts that the target refuses; the first whose result fits is used."),
  decode: encodings.optional().describe("Encodings to decode."),
};

const match = z.strictObject(
  {
    pairs: z.array(pair, "must be a list of pairs").min(1, "must have at least one item").optional(),
    file: text.optional().describe("A CSV file with the columns from and to; its path is relative to this file."),
    aliases: z
      .array(nameOrPair, "must be a list of aliases")
      .min(1, "must have at least one item")
      .optional()
      .describe("Aliases, for example alias/billing; with from and to if they differ."),
    tag: nameOrPair.optional().describe("The tag key with the same value on both sides."),
    sameId: z
      .boolean("must be true or false")
      .optional()
      .describe("Resources of the same kind and id. This is the default."),
  },
  "must be a map",
);

/** The schema of a mapping file. */
export const mappingSchema = z
  .strictObject(
    {
      version: z.literal(1, {
        error: ({ input }) =>
          input === undefined
            ? "is missing; write `version: 1`"
            : "must be the number 1; this is the only known version",
      }),
      match: match.optional().describe("Which source belongs to which target."),
      keys: z
        .strictObject(
          {
            rename: tagMap(text).optional().describe("Old tag key to new."),
            prefixes: tagMap(anyText).optional().describe("Old prefix of tag keys to new; the longest match counts."),
            ...texts,
          },
          "must be a map",
        )
        .optional(),
      values: z
        .strictObject(
          {
            map: tagMap(tagMap(anyText)).optional().describe("By the source's tag key: old value to new."),
            ...texts,
          },
          "must be a map",
        )
        .optional(),
      exclude: globs.optional().describe("Tags that are not copied, by the source's keys: names or globs."),
      priorities: globs
        .optional()
        .describe("Which tags come first if the target accepts fewer: names or globs, the most important first."),
    },
    "must be a map with version: 1",
  )
  .describe("A Crosstag mapping: how tags change when they are copied from one cloud to another.");

/** The same as a JSON schema, for editors; published as `crosstag-map.schema.json`. */
export function mappingJsonSchema(): Record<string, unknown> {
  return jsonSchema("crosstag-map.yaml", mappingSchema);
}
