import { z } from "zod";
import { didYouMean } from "@crosstag/core/internal";
import { jsonSchemaPart } from "./json-schema.ts";

/** A map with only these keys. It has its own error messages, so that it can be nested. */
export function strictMap<Shape extends z.core.$ZodLooseShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== "unrecognized_keys") return issue.input === undefined ? "is missing" : "must be a map";
      const [key = ""] = issue.keys;
      const suggestion = didYouMean(key, known);
      const instead = suggestion === undefined ? `known keys: ${known.join(", ")}` : `did you mean ${suggestion}?`;
      return `must not have the key ${JSON.stringify(key)}; ${instead}`;
    },
  });
}

/** One item, or a list of at least one; problems are reported with their path in either form. */
export function oneOrList<Entry extends z.ZodType>(
  entry: Entry,
): z.ZodCustom<z.infer<Entry> | readonly z.infer<Entry>[]> {
  const one = jsonSchemaPart(entry);
  return z
    .custom<z.infer<Entry> | readonly z.infer<Entry>[]>((value) => value !== undefined, "is missing")
    .superRefine((value: unknown, context) => {
      if (Array.isArray(value) && value.length === 0)
        context.addIssue({ code: "custom", message: "must have at least one item; leave it out for no condition" });
      const items: readonly (readonly [path: readonly number[], item: unknown])[] = Array.isArray(value)
        ? value.map((item: unknown, index) => [[index], item] as const)
        : [[[], value]];
      for (const [place, item] of items)
        for (const { path, message } of entry.safeParse(item).error?.issues ?? [])
          context.addIssue({ code: "custom", path: [...place, ...path], message });
    })
    .meta({ anyOf: [one, { type: "array", minItems: 1, items: one }] });
}

/** The version of a file. */
export const version = z.literal(1, {
  error: ({ input }) =>
    input === undefined ? "is missing; write `version: 1`" : "must be the number 1; this is the only known version",
});
