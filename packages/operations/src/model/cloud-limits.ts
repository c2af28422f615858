import { z } from "zod";

/** The calls of clouds, in Crosstag's words. */
const OPERATIONS = [
  "writeTags",
  "removeTags",
  "removeAllTags",
  "readTags",
  "describeResource",
  "resolveAlias",
  "listResources",
  "listAliases",
  "readAccessPolicy",
  "listKeyMaterials",
  "readLastUse",
  "deleteKeyMaterial",
] as const;

const callLimit = {
  resources: z.int().describe("Resources in one call."),
  tags: z.int().describe("Tags or tag keys in one call; for `readTags`, rows in one page."),
  requestBytes: z.int().exactOptional().describe("Upper bound of the encoded request, in bytes."),
};

const limitsByKind = z.partialRecord(z.string(), z.strictObject(callLimit)).describe("By kind.");

const shapesByKind = z
  .partialRecord(
    z.string(),
    z
      .array(
        z.strictObject({
          ...callLimit,
          shape: z.string().describe("Its name in quotas."),
          addsOnly: z.boolean().exactOptional().describe("It changes no values that are there."),
        }),
      )
      .readonly(),
  )
  .describe("Other forms of the call, by kind.");

/** Resources and tags of one call, by operation. */
export const callLimits = z
  .strictObject({
    writeTags: limitsByKind,
    removeTags: limitsByKind,
    readTags: limitsByKind,
    changeTags: limitsByKind.exactOptional(),
    shapes: z
      .strictObject({ writeTags: shapesByKind.exactOptional(), removeTags: shapesByKind.exactOptional() })
      .exactOptional(),
  })
  .meta({ id: "CallLimits" });

/** A request rate of a cloud. */
export const quota = z
  .strictObject({
    id: z.string().describe("Plans and runs name the quota so."),
    requestsPerSecond: z.number(),
    periodSeconds: z.number().exactOptional().describe("The period that the cloud counts over. Absent: 1."),
    countedPer: z.enum(["region", "account"]).exactOptional().describe("Absent: `region`."),
    covers: z
      .array(
        z.strictObject({
          operation: z.enum(OPERATIONS),
          kind: z.string().exactOptional(),
          shape: z.string().exactOptional(),
        }),
      )
      .readonly()
      .describe("The calls that it counts."),
    source: z.string().describe("The page of the cloud that states the rate."),
    verifiedOn: z.string().describe("The day on which the page was last compared."),
    status: z.enum(["documented", "observed", "assumed"]).describe("`assumed`: no source confirms it."),
  })
  .meta({ id: "Quota" });

/** How a cloud changes tags. */
export const writeStyle = z
  .discriminatedUnion("style", [
    z.strictObject({ style: z.literal("delta") }),
    z.strictObject({ style: z.literal("replace"), versioned: z.boolean() }),
  ])
  .meta({ id: "WriteStyle" });
