import { z } from "zod";

const text = z.string({ error: "must be a text; put it in quotes" }).min(1, "must not be empty");

const assumeRole = z.strictObject({
  arn: text.describe("The role to assume, by the cloud's own SDK."),
  sessionName: text.optional(),
  externalId: text.optional(),
});

const cloud = z.strictObject({
  provider: text.describe("aws or alibaba."),
  dialect: text.optional().describe("A variant of the provider's protocol, for example qkms."),
  region: text.optional().describe("Default: what the cloud's own environment variables and profile say."),
  account: text.optional().describe("The account that references must belong to. In quotes: it may begin with 0."),
  profile: text.optional().describe("A profile of the cloud's own configuration files, which hold the credentials."),
  endpoint: z
    .url({ protocol: /^https?$/, error: "must be an http or https URL" })
    .optional()
    .describe("Default: the region's public endpoint."),
  allowPlainHttp: z
    .boolean("must be true or false")
    .optional()
    .describe("true: plain http to an endpoint on another machine. Everybody on the way can read tags and tokens."),
  caBundle: text
    .optional()
    .describe("A file, relative to this one, with the certificates (PEM) of the authorities to trust."),
  callTimeoutSeconds: z
    .number("must be a number of seconds")
    .positive("must be more than 0")
    .max(3_600, "must be at most 3600")
    .optional()
    .describe("How long one call may take, seconds; default 15."),
  assumeRole: assumeRole.optional(),
  credentialsTimeoutSeconds: z
    .number("must be a number of seconds")
    .positive("must be more than 0")
    .optional()
    .describe("How long the source of the credentials may take to answer; default 10."),
  quotas: z
    .record(z.string(), z.number("must be a number of requests per second").positive("must be more than 0"))
    .optional()
    .describe("Requests per second by quota id (see `crosstag providers`), where the account's differ."),
  assumptions: z
    .record(
      z.string(),
      z.union([z.string(), z.number(), z.boolean()], { error: "must be a text, a number, true or false" }),
    )
    .optional()
    .describe("What is assumed of unverified behaviour, by name."),
});

/** What may stand in `crosstag.yaml`. */
export const configurationSchema = z
  .strictObject({
    clouds: z
      .record(z.string().min(1), cloud, "must be a map from names to clouds")
      .refine((clouds) => Object.keys(clouds).length > 0, "must name at least one cloud")
      .describe("The clouds by a name of your choice, which --cloud takes."),
    default: text.optional().describe("The cloud that bare ids belong to."),
  })
  .describe("Configuration of crosstag. Credentials never stand here: each cloud's own SDK finds them.");

/** The same as a JSON schema, for editors; published as `crosstag.schema.json`. */
export function configurationJsonSchema(): Record<string, unknown> {
  return { title: "crosstag.yaml", ...z.toJSONSchema(configurationSchema, { target: "draft-7" }) };
}
