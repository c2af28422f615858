import { z } from "zod";
import { formatVersion } from "./format-version.ts";
import { resourceError } from "./error.ts";
import { kind, tagRecord } from "./tags.ts";

const isoTime = z.iso.datetime().optional();

/** What is known of a resource besides its tags. */
const resourceDetails = z
  .strictObject({
    state: z.string().describe("The state in Crosstag's words, for example `enabled`."),
    manager: z.string().describe("`customer` or `cloud`: who manages the tags and the material."),
    origin: z.string().optional().describe("Keys: `external` if the material was imported."),
    created: isoTime.describe("When it was created."),
    expires: isoTime.describe("When the key material expires. Absent: it does not."),
    deletion: isoTime.describe("When it is going to be deleted. Absent: no deletion is planned."),
    owner: z.string().optional().describe("The cloud's service that manages it. Absent: none does."),
    rotates: z.boolean().optional().describe("Whether the cloud replaces the content regularly."),
    primaryRegion: z.string().optional().describe("The region of the resource that this one is a replica of."),
    description: z.string().optional().describe("The description that its owner wrote."),
  })
  .meta({ id: "ResourceDetails" });

const named = {
  resource: z.string().describe("The resource as the caller named it, or as the cloud lists it."),
  reference: z.string().describe("The cloud's full name of the resource."),
  provider: z.string().describe("The cloud, for example `aws`."),
  kind,
  id: z.string().exactOptional().describe("The cloud's id of the resource. Absent: only `resource` names it."),
  account: z.string().exactOptional().describe("The account of the resource. Absent: the full name is not known."),
  region: z.string().exactOptional().describe("The region of the resource. Absent: the full name is not known."),
};

/** A resource with its tags, or why they could not be read. */
export const resourceEntry = z
  .discriminatedUnion("status", [
    z.strictObject({
      status: z.literal("read"),
      ...named,
      tags: tagRecord,
      aliases: z
        .array(z.string())
        .optional()
        .describe("Names of aliases. Absent: not asked for, or the kind has none."),
      aliasesError: resourceError.optional(),
      details: resourceDetails.optional(),
    }),
    z.strictObject({ status: z.literal("failed"), ...named, error: resourceError }),
  ])
  .meta({ id: "ResourceEntry" });

/** A cloud, or a kind of its resources, that could not be listed. */
export const unlisted = z
  .strictObject({
    cloud: z.string().describe("Its name in the configuration."),
    provider: z.string(),
    region: z.string(),
    account: z.string().optional(),
    service: z.string().optional(),
    kind: kind.optional(),
    error: resourceError,
  })
  .meta({ id: "Unlisted" });

/** The document of `crosstag list --output json`. */
export const resourceList = z
  .strictObject({
    formatVersion,
    resources: z.array(resourceEntry),
    unlisted: z.array(unlisted).optional().describe("Clouds that could not be listed completely. Absent: none."),
  })
  .meta({ id: "ResourceList" });
