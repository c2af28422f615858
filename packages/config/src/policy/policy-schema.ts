import { kindName } from "../kind-name.ts";
import { RESOURCE_STATES } from "@crosstag/core/internal";
import { SEVERITIES, VALUE_FORMATS } from "@crosstag/compliance";
import { z } from "zod";
import { jsonSchema } from "../documents/json-schema.ts";
import { conditionFields, matchedValue, mustBeText, names, oneOf, tagMap } from "../desired/desired-state-schema.ts";
import { oneOrList, strictMap, version } from "../documents/schema-parts.ts";

const text = z.string({ error: ({ input }) => mustBeText(input) }).min(1, "must not be empty");
const tagValue = z.string({ error: ({ input }) => mustBeText(input) });
const flag = z.boolean("must be true or false");
const count = z.int("must be a whole number").min(0, "must not be negative");

const condition = tagMap(matchedValue).describe(
  "Tag keys with a glob for the value, a list of globs, or true or false for whether the key exists.",
);

const aliasName = text.refine((name) => !/[*?]/.test(name), "must be the name of an alias, without wildcards");

/** The conditions of a selection, and accounts. */
export const scopeSchema = strictMap({
  references: names("references")
    .optional()
    .describe("Names of resources as their cloud writes them, or globs of them."),
  aliases: z
    .array(aliasName, "must be a list of aliases")
    .min(1, "must have at least one item; leave it out for no condition")
    .optional()
    .describe("Names of aliases, for example alias/billing; resolved before the check."),
  clouds: names("clouds")
    .optional()
    .describe("Providers or names of configured clouds, as --cloud takes them: aws, production, production/shop/eu-*."),
  accounts: names("accounts").optional(),
  regions: names("regions").optional(),
  kinds: z.array(kindName, "must be a list of kinds").min(1, "must have at least one item").optional(),
  states: z.array(oneOf(RESOURCE_STATES), "must be a list of states").min(1, "must have at least one item").optional(),
  tags: condition.optional(),
  ...conditionFields,
});

/** A list is short for a map without other spellings. */
function spelling(what: string): z.ZodType<string[] | Readonly<Record<string, string[]>>> {
  return z.union(
    [z.array(text).min(1), tagMap(z.array(text, "must be a list of other spellings"))],
    `must be a list of ${what}, or a map from ${what} to lists of other spellings`,
  );
}

const tagCheck = strictMap({
  required: flag.optional().describe("Whether the tag is required. Default: false."),
  oneOf: z.array(tagValue, "must be a list of values").min(1, "must have at least one item").optional(),
  like: names("globs").optional().describe("Globs of allowed values, in addition to oneOf."),
  spelling: spelling("values")
    .optional()
    .describe("Correct values: a list, or a map from values to other spellings. `enforce` corrects other spellings."),
  matches: text.optional().describe("A regular expression (RE2) for the whole value."),
  ignoreCase: flag.optional().describe("Ignore case in oneOf, like and matches. Default: false."),
  case: oneOf(["lower", "upper"]).optional(),
  minLength: count.optional().describe("In characters."),
  maxLength: count.optional().describe("In characters."),
  format: oneOf(VALUE_FORMATS).optional(),
  equals: text
    .optional()
    .describe("The required value, a text with {cloud}, {account}, {region}, {kind}, {id} and {tag:KEY}."),
  default: tagValue.optional().describe("The value that `enforce` sets if the tag is required and missing."),
});

const rule = strictMap({
  id: z
    .string("must be a text")
    .regex(/^[A-Za-z0-9][\w.-]*$/, "must start with a letter or digit, and consist of letters, digits and . _ -")
    .describe("Keep it when the rule changes: waivers and baselines refer to it."),
  severity: oneOf(SEVERITIES).optional().describe("Default: error."),
  text: text.optional().describe("One sentence: what the rule requires, and why."),
  link: z.url({ protocol: /^https?$/, error: "must be a URL (https://…)" }).optional(),
  scope: oneOrList(scopeSchema).optional().describe("Default: every resource. If a list, one item must match."),
  except: oneOrList(scopeSchema).optional().describe("Resources of the scope that the rule does not apply to."),
  when: oneOrList(condition).optional().describe("Tags that a resource must have for the rule to apply."),
  required: names("tag keys").optional().describe("Tag keys that are required, with any value."),
  tags: tagMap(tagCheck).optional().describe("Checks by tag key, for the value of the tag if a resource has it."),
  forbidden: names("tag keys or globs").optional().describe("Tag keys that are not allowed: names or globs."),
  forbiddenPatterns: names("regular expressions").optional().describe("Regular expressions (RE2) for whole tag keys."),
  spelling: spelling("tag keys")
    .optional()
    .describe("Correct tag keys: a list, or a map from keys to other spellings. `enforce` renames other spellings."),
  maximumTags: count.optional().describe("Maximum number of tags of a resource."),
  fix: flag.optional().describe("False: `enforce` reports findings of this rule for manual action. Default: true."),
});

const example = strictMap({
  name: text.optional(),
  tags: tagMap(tagValue),
  resource: strictMap({
    reference: text.optional(),
    cloud: text.optional(),
    account: text.optional(),
    region: text.optional(),
    kind: kindName.optional(),
    state: oneOf(RESOURCE_STATES).optional(),
    aliases: names("aliases").optional(),
    managedBy: oneOf(["customer", "cloud"]).optional(),
  }).optional(),
  expect: oneOf(["compliant", "violating", "not-applicable"]),
  violates: z.array(text, "must be a list of ids of rules").optional().describe("Exactly the rules that it breaks."),
  enforced: tagMap(tagValue).optional().describe("The tags after enforcing."),
});

/** The schema of `crosstag-policy.yaml`. */
export const policySchema = z
  .strictObject(
    {
      version,
      name: text.optional().describe("For reports."),
      teamKey: text.optional().describe("The tag key that names the team of a resource; reports count by its values."),
      rules: z.array(rule, "must be a list of rules").min(1, "must have at least one rule"),
      examples: z.array(example, "must be a list of examples").optional().describe("For `crosstag policy test`."),
    },
    "must be a map with version and rules",
  )
  .describe("A Crosstag policy: rules for the tags of resources.");

/** The same as a JSON schema, for editors; published as `crosstag-policy.schema.json`. */
export function policyJsonSchema(): Record<string, unknown> {
  return jsonSchema("crosstag-policy.yaml", policySchema);
}
