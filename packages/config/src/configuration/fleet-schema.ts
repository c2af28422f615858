import { z } from "zod";

const text = z.string({ error: "must be a text; put it in quotes" }).min(1, "must not be empty");

const id = text.regex(/^[\w.:-]+$/, "must be the id of an account, in quotes");

const region = text.regex(
  /^!?[a-z0-9*?-]+$/i,
  "must be a region, a pattern with * or ?, or all; ! before it excludes regions",
);

/** Regions of a fleet. */
export const regionList = z
  .array(region, "must be a list of regions")
  .min(1, { error: "must name at least one region", abort: true })
  .refine((regions) => regions.some((one) => !one.startsWith("!")), "must not only exclude regions; add all")
  .describe("Regions, patterns with * and ?, or all; ! before one excludes it. Makes the entry a fleet.");

/** Requests per second by quota id. */
export const rates = z.record(
  z.string(),
  z.number("must be a number of requests per second").positive("must be more than 0"),
);

/** One account of a fleet. */
export const accountSchema = z.strictObject({
  id: id.describe("The account. In quotes, because it may begin with 0."),
  name: text.optional().describe("Shown beside the id."),
  role: text.optional().describe("The role, by its short or full name, if it differs from assumeRole.name."),
  externalId: text.optional(),
  regions: regionList.optional().describe("Regions of this account, if they differ."),
  tags: z
    .record(text, z.string("must be a text; put it in quotes"), "must be a map of tags")
    .optional()
    .describe("Tags by which --account-tag selects the account, in addition to those of the organization."),
  quotas: rates.optional().describe("Requests per second by quota id, if those of the account differ."),
});

/** A list of accounts, in the configuration file or in a file of its own. */
export const listedAccounts = z
  .array(
    z.union([id, accountSchema], { error: "must be an account id in quotes, or a map with id" }),
    "must be a list of accounts",
  )
  .min(1, "must name at least one account");

/** The accounts of a fleet in the configuration file. */
export const accountsSchema = z
  .union([text, listedAccounts], { error: "must be a list of accounts, or the path of a file with one" })
  .describe("Accounts, or the path of a file with them (also accounts.yml of c7n-org). Makes the entry a fleet.");

/** Which accounts of an organization belong to a fleet. */
export const organizationSchema = z
  .strictObject(
    {
      role: text.optional().describe("The full name of a role that may list the accounts. Default: none."),
      units: z
        .array(text, "must be a list of units")
        .min(1, "must name at least one unit")
        .optional()
        .describe("Units by id or path of names (/Workloads/Production), with everything below them. Default: all."),
      exclude: z
        .array(text, "must be a list of accounts and units")
        .optional()
        .describe("Accounts and units that never belong to the fleet."),
      states: z
        .array(z.enum(["active", "pending-closure", "suspended"], "must be active, pending-closure or suspended"))
        .min(1, "must name at least one state")
        .optional()
        .describe("States of accounts that are read. Default: active and pending-closure."),
      cacheSeconds: z
        .number("must be a number of seconds")
        .min(0, "must be at least 0")
        .max(86_400, "must be at most 86400")
        .optional()
        .describe("How long commands that only read use a list of accounts and regions again; default 3600, 0: never."),
    },
    "must be {} for all accounts, or a map with some of: role, units, exclude, states, cacheSeconds",
  )
  .describe("Adds the accounts of the organization of the credentials. Makes the entry a fleet.");

/** What happens to the account that manages an organization. */
export const managementSchema = z
  .enum(["skip", "own-credentials", "role"], "must be skip, own-credentials or role")
  .describe(
    "The account that manages the organization: skip it (default), read it with the own credentials, or by the role.",
  );
