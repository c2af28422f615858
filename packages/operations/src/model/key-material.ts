import { z } from "zod";
import { formatVersion } from "./format-version.ts";
import { resourceError } from "./error.ts";
import { keyMaterialOutcome } from "./outcome.ts";
import { violation } from "./violation.ts";

const milliseconds = z.number().describe("Milliseconds since 1970.");

const material = z
  .strictObject({
    materialId: z.string().optional(),
    state: z.enum(["current", "non-current", "pending"]),
    imported: z.boolean().describe("Whether the material is there."),
    expiresAt: milliseconds.optional(),
    deletionScheduledFor: milliseconds.optional(),
  })
  .meta({ id: "KeyMaterial" });

/** Origin, materials and use of a key. */
const keyFacts = z
  .strictObject({
    origin: z.enum(["external", "cloud", "hardware", "other"]),
    spec: z.string().optional(),
    usage: z.string().optional(),
    currentMaterialId: z.string().optional(),
    expiresAt: milliseconds.optional(),
    deletionScheduledFor: milliseconds.optional(),
    multiRegion: z
      .strictObject({
        role: z.enum(["primary", "replica"]),
        primary: z.string().optional(),
        replicas: z.array(z.string()),
      })
      .optional(),
    severalMaterials: z.literal(true).optional(),
    materials: z.array(material).optional(),
    materialsProblem: z.string().optional().describe("Why the materials could not be listed."),
    lastUse: z
      .strictObject({
        usedAt: milliseconds.optional(),
        operation: z.string().optional(),
        recordedSince: milliseconds.optional(),
      })
      .optional(),
    lastUseProblem: z.string().optional().describe("Why the last use could not be read."),
  })
  .meta({ id: "KeyFacts" });

/** A key as read. */
const keyDescription = z
  .strictObject({
    reference: z.looseObject({}).describe("The name of the key in parts: cloud, account, region, kind and id."),
    kind: z.string(),
    managedBy: z.enum(["customer", "cloud"]),
    state: z.string().describe("The state in Crosstag's words."),
    stateAsGiven: z.string().describe("The state in the cloud's own word."),
    description: z.string().optional(),
    createdAt: milliseconds.optional(),
    deletionAt: milliseconds.optional(),
    owner: z.string().optional(),
    rotates: z.boolean().optional(),
    primaryRegion: z.string().optional(),
    requestId: z.string().optional(),
    key: keyFacts.optional(),
  })
  .meta({ id: "KeyDescription" });

/** A key, and what deleting its material would mean. */
export const keyMaterialInspection = z
  .strictObject({
    description: keyDescription,
    key: keyFacts,
    reference: z.string().describe("The cloud's full name of the key."),
    confirmation: z.string().describe("What has to be typed to confirm: the id of the key."),
    materialId: z.string().optional().describe("The material that would be deleted."),
    obstacle: resourceError.optional().describe("Why the material cannot be deleted. Absent: it can."),
    alreadyGone: z.boolean().describe("The key has no material: it waits for an import."),
    scheduledFor: milliseconds.optional(),
    effect: z.enum(["immediate", "scheduled"]),
    consequences: z.array(z.string()).describe("What will stop working, and how it can be restored."),
  })
  .meta({ id: "KeyMaterialInspection" });

/** The result of a deletion. */
export const keyMaterialResult = z
  .strictObject({
    formatVersion,
    outcome: keyMaterialOutcome,
    before: keyDescription,
    after: keyDescription.optional().describe("Absent: nothing was sent, or the key could not be read."),
    looks: z
      .strictObject({ count: z.int(), seconds: z.number(), shown: z.boolean() })
      .optional()
      .describe("The reads of the key after the call."),
    materialId: z.string().optional(),
    warnings: z.array(violation),
  })
  .meta({ id: "KeyMaterialResult" });
