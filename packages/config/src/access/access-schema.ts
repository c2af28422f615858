import { OPERATIONS } from "@crosstag/operations";
import { z } from "zod";
import { mustBeText, names } from "../desired/desired-state-schema.ts";
import { didYouMean } from "@crosstag/core/internal";
import { jsonSchema } from "../documents/json-schema.ts";
import { strictMap, version } from "../documents/schema-parts.ts";

/** What `operations` can name, besides the operations themselves. */
const GROUPS = ["*", "read", "plan", "write", "delete", "metrics"] as const;

const KNOWN_OPERATIONS = [...GROUPS, ...OPERATIONS.map(({ name }) => name)];

const HASH_FORM = "must be sha256: and 64 hexadecimal digits, as `crosstag serve token` prints them";

const text = z.string({ error: ({ input }) => mustBeText(input) }).min(1, "must not be empty");

/** It stands in journals, log lines and file names. */
const callerName = text
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/,
    "must be at most 64 letters, digits and . _ @ -, from a letter or digit on",
  )
  .refine((name) => name !== "console", "must not be console, which is the name of the page's own caller")
  .describe("Who it is: journals, logs and decisions have this name.");

/** What is wrong with the name of a caller: `must be …`. Undefined: nothing is. */
export function callerNameProblem(name: string): string | undefined {
  return callerName.safeParse(name).error?.issues[0]?.message;
}

const operation = z.enum(KNOWN_OPERATIONS, {
  error: ({ input }) => {
    const suggestion = typeof input === "string" ? didYouMean(input, KNOWN_OPERATIONS) : undefined;
    if (suggestion !== undefined) return `must be the name of an operation; did you mean ${suggestion}?`;
    return `must be one of ${KNOWN_OPERATIONS.join(", ")}`;
  },
});

const accountId = text.regex(/^[^*?]+$/, "must be the id of an account, without wildcards");

/** The fields of every caller. */
const permissions = {
  operations: z
    .array(operation, "must be a list of operations")
    .min(1, "must have at least one item")
    .describe("What it may do: names of operations, read, plan, write, delete, metrics, or * for everything."),
  clouds: names("clouds")
    .optional()
    .describe("Providers or names of configured clouds, or globs of them: aws, production, production/shop/eu-*."),
  accounts: z
    .array(accountId, "must be a list of ids of accounts")
    .min(1, "must have at least one item; leave it out for no condition")
    .optional()
    .describe("Ids of accounts, in quotes. Default: all."),
  tagKeys: names("tag keys or globs").optional().describe("Tag keys that it may change: names or globs. Default: all."),
  requestsPerSecond: z
    .number("must be a number")
    .positive("must be more than 0")
    .max(10_000, "must be at most 10000")
    .optional()
    .describe("Requests per second, on average. Default: no limit."),
  expires: z.iso
    .date('must be a date in quotes: "2026-12-31"')
    .optional()
    .describe("The last valid day, in UTC. Default: it does not expire."),
};

const token = strictMap({
  name: callerName,
  hash: z
    .string({ error: ({ input }) => mustBeText(input) })
    .refine((hash) => !hash.startsWith("ct_"), {
      error:
        "must be the hash of the token, not the token. Every reader of this file has the token now. Make another one with `crosstag serve token`",
      abort: true,
    })
    .regex(/^sha256:[0-9a-f]{64}$/, HASH_FORM)
    .describe("The hash of the token, as `crosstag serve token` prints it."),
  ...permissions,
});

const secretPlace = z.union(
  [
    z.strictObject({
      environment: text.regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be the name of an environment variable"),
    }),
    z.strictObject({ file: text }),
  ],
  "must be { environment: NAME } or { file: PATH }; the secret itself does not belong in this file",
);

const fullName = text.regex(
  /^[a-z]+:[^*?\s]+$/,
  "must be the full name of a key, without wildcards: arn:…, acs:…, qcs:…",
);

const accessKey = strictMap({
  name: callerName,
  id: text
    .regex(/^[A-Z0-9]{16,128}$/, "must be 16 to 128 upper-case letters and digits")
    .describe("The access key id that clients of the AWS protocol are configured with."),
  secret: secretPlace.describe("Where the secret is: an environment variable of the service, or a file of its user."),
  ...permissions,
  deletableKeyMaterial: z
    .array(fullName, "must be a list of full names of keys")
    .min(1, "must have at least one item; leave it out for none")
    .optional()
    .describe(
      "Keys whose imported material may be deleted over the AWS protocol, without a confirmation. Default: none.",
    ),
});

/** The schema of an access file. */
export const accessSchema = z
  .strictObject(
    {
      version,
      tokens: z.array(token, "must be a list of tokens").optional().describe("The tokens of callers over HTTP."),
      accessKeys: z
        .array(accessKey, "must be a list of access keys")
        .optional()
        .describe("The service's own access keys, with which clients sign requests of the AWS protocol."),
    },
    "must be a map with version, tokens and accessKeys",
  )
  .describe("Crosstag access: the callers of the service, and what each may do.");

/** The same as a JSON schema, for editors; published as `crosstag-access.schema.json`. */
export function accessJsonSchema(): Record<string, unknown> {
  return jsonSchema("crosstag-access.yaml", accessSchema);
}
