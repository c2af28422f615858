import { kindName } from "../kind-name.ts";
import { didYouMean, RESOURCE_STATES } from "@crosstag/core/internal";
import { z } from "zod";
import { jsonSchema, jsonSchemaPart } from "../documents/json-schema.ts";

const QUOTES = 'put it in quotes, so that 1.10 stays "1.10"';

const text = z.string({ error: ({ input }) => mustBeText(input) }).min(1, "must not be empty");
const tagValue = z.string({ error: ({ input }) => mustBeText(input) });
const globs = z.array(text, "must be a list of tag keys or globs");

export const matchedValue = z.union([tagValue, z.array(tagValue).min(1), z.boolean()], {
  error: ({ input }) =>
    typeof input === "number" || input === null
      ? `must be a text, a list of texts, true or false; ${QUOTES}`
      : "must be a text in quotes, a list of at least one of them, true or false",
});

/** The short conditions of selections and scopes. The core parses them. */
export const conditionFields = {
  filter: names("conditions on tags")
    .optional()
    .describe("Conditions on tags: team, team=payments, team=pay*, team= (empty), team!=payments."),
  missing: names("tag keys").optional().describe("Tag keys, or globs of them, that the resource must not have."),
  where: names("conditions")
    .optional()
    .describe(
      "Conditions on facts: state=enabled, origin=external, manager=customer, created<2026-01-01, age>90d, expires<30d, expires=never. Costs one read a resource that the other conditions match.",
    ),
};

const selection = z.strictObject(
  {
    file: z
      .union([text, names("files")], { error: "must be the name of a file, or a list of them" })
      .optional()
      .describe("Files with references: one a line, JSON or CSV with a column `reference`; `-` is standard input."),
    references: names("references").optional().describe("The clouds' own names, for example ARNs."),
    aliases: names("aliases").optional().describe("Alias names, for example alias/billing."),
    clouds: names("clouds")
      .optional()
      .describe(
        "Providers or names of configured clouds, as --cloud takes them: aws, production, production/shop/eu-*.",
      ),
    regions: names("regions").optional(),
    kinds: z.array(kindName, "must be a list of kinds").min(1, "must have at least one item").optional(),
    states: z
      .array(oneOf(RESOURCE_STATES), "must be a list of states")
      .min(1, "must have at least one item")
      .optional()
      .describe("Costs one read a resource that the other conditions match."),
    tags: tagMap(matchedValue)
      .optional()
      .describe("Tag keys with a glob for the value, a list of globs, or whether the key is there (true or false)."),
    ...conditionFields,
  },
  {
    error: ({ input }) =>
      input === undefined
        ? "is missing; write `select: {}` for everything that the clouds list"
        : "must be a map; write `select: {}` for everything that the clouds list",
  },
);

const ACTIONS = ["set", "setIfAbsent", "rename", "remove", "removeAllBut"] as const;

const statement = z
  .strictObject(
    {
      name: text.optional().describe("For messages; default: statement 1, by position."),
      select: selection.describe(
        "Which resources. All conditions must be met; {} is every resource that the clouds list.",
      ),
      set: tagMap(tagValue).optional().describe("Tag keys with the values that they should have."),
      setIfAbsent: tagMap(tagValue).optional().describe("The same, but only if the tag key is absent."),
      rename: tagMap(text).optional().describe("Old tag key to new; the value moves with it."),
      remove: globs.optional().describe("Tag keys to remove: names or globs."),
      removeAllBut: globs.optional().describe("Remove every tag key except these and the ones that are set here."),
    },
    "must be a map",
  )
  .refine(
    (given) =>
      given.removeAllBut !== undefined || ACTIONS.some((action) => Object.keys(given[action] ?? {}).length > 0),
    `must do something: give at least one of ${ACTIONS.join(", ")}`,
  )
  .meta({ anyOf: ACTIONS.map((action) => ({ required: [action] })) });

/** What may stand in `crosstag-tags.yaml`. */
export const desiredStateSchema = z
  .strictObject(
    {
      version: z.literal(1, {
        error: ({ input }) => {
          if (input === undefined) return "is missing; write `version: 1`";
          if (typeof input === "number") return "must be 1: this crosstag reads no other version of the file";
          return "must be the number 1, without quotes";
        },
      }),
      owns: globs
        .min(1, "must name at least one tag key; leave it out to own all")
        .optional()
        .describe("Tag keys that this file may change: names or globs. Default: all."),
      leavesAlone: globs.optional().describe("Tag keys that it never touches, whatever else it says: names or globs."),
      statements: z
        .array(statement, "must be a list of statements")
        .min(1, "must have at least one statement")
        .describe("What to do with which resources."),
    },
    "must be a map with version and statements",
  )
  .describe("Which tags resources should have, for crosstag.");

/** The same as a JSON schema, for editors; published as `crosstag-tags.schema.json`. */
export function desiredStateJsonSchema(): Record<string, unknown> {
  return jsonSchema("crosstag-tags.yaml", desiredStateSchema);
}

/** Not a record of the schema library: that drops a tag key named `__proto__` without a word. */
export function tagMap<Value>(entry: z.ZodType<Value>): z.ZodCustom<Readonly<Record<string, Value>>> {
  return z
    .custom<Readonly<Record<string, Value>>>(isPlainMap, { error: "must be a map from tag keys", abort: true })
    .superRefine((map, context) => {
      for (const [key, value] of Object.entries(map)) {
        for (const { path, message } of entry.safeParse(value).error?.issues ?? [])
          context.addIssue({ code: "custom", path: [key, ...path], message });
      }
    })
    .meta({ type: "object", additionalProperties: jsonSchemaPart(entry) });
}

function isPlainMap(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** An empty list could be read as nothing or as everything. */
export function names(what: string): z.ZodArray<typeof text> {
  return z
    .array(text, `must be a list of ${what}`)
    .min(1, "must have at least one item; leave it out for no condition");
}

export function oneOf<Name extends string>(known: readonly Name[]): z.ZodEnum<{ [name in Name]: name }> {
  return z.enum(known, {
    error: ({ input }) => {
      const suggestion = typeof input === "string" ? didYouMean(input, known) : undefined;
      return `must be one of ${known.join(", ")}${suggestion === undefined ? "" : `; did you mean ${suggestion}?`}`;
    },
  });
}

export function mustBeText(input: unknown): string {
  if (input === null) return `must be a text; ${QUOTES}; an empty text is ""`;
  return typeof input === "object" ? "must be a text, not a list or a map" : `must be a text; ${QUOTES}`;
}
