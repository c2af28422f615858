import { z } from "zod";
import { accountsSchema, managementSchema, organizationSchema, rates, regionList } from "./fleet-schema.ts";
import { kindName } from "../kind-name.ts";
import { notificationSchema } from "./notification-schema.ts";

const text = z.string({ error: "must be a text; put it in quotes" }).min(1, "must not be empty");

const assumeRole = z.strictObject({
  arn: text.optional().describe("The full name of a role, for an entry that is one cloud."),
  name: text.optional().describe("The short name of a role that exists in every account of a fleet."),
  sessionName: text.optional(),
  externalId: text.optional(),
  sourceIdentity: text.optional().describe("For a fleet: the source identity of the session."),
  durationSeconds: z
    .number("must be a number of seconds")
    .min(900, "must be at least 900")
    .max(43_200, "must be at most 43200")
    .optional()
    .describe("For a fleet: how long a session lasts; default 3600, the longest for a role that a role assumes."),
  region: text.optional().describe("For a fleet: the region whose token service is asked."),
});

const service = z.strictObject({
  endpoint: z
    .url({ protocol: /^https?$/, error: "must be an http or https URL" })
    .optional()
    .describe("The endpoint of the service. {region} stands for the region."),
});

const cloud = z.strictObject({
  provider: text.describe("aws, alibaba, or the provider of another adapter."),
  dialect: text.optional().describe("A variant of the provider's protocol, for example qkms."),
  region: text.optional().describe("Default: the region of the cloud's own environment variables or profile."),
  account: text
    .optional()
    .describe("The account that references must belong to. In quotes, because it may begin with 0."),
  profile: text.optional().describe("A profile of the cloud's own configuration files, which hold the credentials."),
  endpoint: z
    .url({ protocol: /^https?$/, error: "must be an http or https URL" })
    .optional()
    .describe("Default: the region's public endpoint. In a fleet, {region} stands for the region."),
  endpoints: z
    .record(
      text,
      z.url({ protocol: /^https?$/, error: "must be an http or https URL" }),
      "must be a map from regions to endpoints",
    )
    .optional()
    .describe("For a fleet: endpoints by region, for regions that have another one than `endpoint` says."),
  allowPlainHttp: z
    .boolean("must be true or false")
    .optional()
    .describe("true: plain http to an endpoint on another machine. Every machine on the way can read tags and tokens."),
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
  accounts: accountsSchema.optional(),
  organization: organizationSchema.optional(),
  regions: regionList.optional(),
  management: managementSchema.optional(),
  credentialsTimeoutSeconds: z
    .number("must be a number of seconds")
    .positive("must be more than 0")
    .optional()
    .describe("How long the source of the credentials may take to answer; default 10."),
  quotas: z
    .union([z.literal("discover"), rates], {
      error: "must be discover, or a map from quota ids to requests per second",
    })
    .optional()
    .describe(
      "Requests per second by quota id (see `crosstag providers`), if those of the account differ; or discover: ask the cloud.",
    ),
  assumptions: z
    .record(
      z.string(),
      z.union([z.string(), z.number(), z.boolean()], { error: "must be a text, a number, true or false" }),
    )
    .optional()
    .describe("Assumptions about unverified behavior, by name."),
  kinds: z
    .array(kindName, "must be a list of kinds")
    .min(1, "must have at least one item")
    .optional()
    .describe("What list, plan, check, export and enforce cover. Default: the kinds of the cloud's KMS."),
  services: z
    .record(text, service, "must be a map from services to their settings")
    .optional()
    .describe("Settings of services beside the KMS, by their names, for example secretsmanager."),
  options: z
    .record(z.string(), z.unknown(), "must be a map of settings")
    .optional()
    .describe("Settings of the adapter's own. The adapter checks them."),
});

/** The schema of `crosstag.yaml`. */
export const configurationSchema = z
  .strictObject({
    clouds: z
      .record(z.string().min(1), cloud, "must be a map from names to clouds")
      .refine((clouds) => Object.keys(clouds).length > 0, "must name at least one cloud")
      .describe("The clouds by a name of your choice, which --cloud takes."),
    adapters: z
      .array(text, "must be a list of packages")
      .optional()
      .describe(
        "Packages of other adapters, by name or as ./file.js. They are looked up from the folder of this file.",
      ),
    default: text.optional().describe("The cloud that bare ids belong to."),
    notify: z
      .record(z.string().min(1), notificationSchema, "must be a map from names to webhooks")
      .optional()
      .describe("Webhooks for new violations of scheduled checks, by a name of your choice."),
  })
  .describe("Configuration of crosstag. Never contains credentials: each cloud's own SDK finds them.");

/** The JSON Schema of `crosstag.yaml`, for editors. Published as `crosstag.schema.json`. */
export function configurationJsonSchema(): Record<string, unknown> {
  return { title: "crosstag.yaml", ...z.toJSONSchema(configurationSchema, { target: "draft-7" }) };
}
