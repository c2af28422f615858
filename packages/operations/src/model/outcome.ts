import { z } from "zod";
import { formatVersion } from "./format-version.ts";
import { errorCode, resourceError } from "./error.ts";
import { violation } from "./violation.ts";

const plannedChange = z
  .strictObject({
    set: z.array(z.string()).describe("Tag keys to add or overwrite."),
    remove: z.array(z.string()).describe("Tag keys to remove."),
  })
  .meta({ id: "PlannedChange" });

/** A change of several calls of which only some were made. */
export const partialChange = z
  .strictObject({ done: plannedChange, left: plannedChange })
  .describe("Which tags were set and removed, and which remain.")
  .meta({ id: "PartialChange" });

const named = {
  resource: z.string().describe("The resource as the caller named it."),
  reference: z.string().describe("The cloud's full name of the resource, as far as known."),
  provider: z.string().describe("The cloud, for example `aws`."),
  attempts: z.int().describe("Write calls for this resource, with retries."),
  requestIds: z.array(z.string()).describe("The cloud's ids of these calls."),
};

const others = {
  otherChanges: z.array(z.string()).optional().describe("Keys of tags that another program changed at the same time."),
  readBack: z.literal(false).optional().describe("The tags could not be read back."),
};

const halfway = {
  appliedKeys: z.array(z.string()).optional().describe("Tag keys that were changed although the change failed."),
  partial: partialChange.optional(),
};

const SKIP_REASONS = ["dry-run", "not-started", "only-reserved-tags", "changed-since-plan", "over-limit"] as const;

const outcomes = [
  z.strictObject({
    status: z.literal("changed").describe("The cloud made the change."),
    ...named,
    ...others,
    read: z.literal(false).optional().describe("The tags were not read before, and may have been the same."),
  }),
  z.strictObject({ status: z.literal("unchanged").describe("Nothing had to be changed."), ...named }),
  z.strictObject({
    status: z.literal("skipped").describe("Nothing was sent, on purpose."),
    ...named,
    reason: z.enum(SKIP_REASONS).describe("Why it was skipped."),
    change: plannedChange.optional().describe("Of a dry run: what would be done."),
    tagKeys: z.array(z.string()).optional().describe("Tag keys that prevented the change."),
    ...halfway,
  }),
  z.strictObject({
    status: z.literal("failed").describe("The cloud refused, or could not be reached."),
    ...named,
    ...others,
    error: resourceError,
    ...halfway,
  }),
  z.strictObject({
    status: z
      .literal("unknown")
      .describe("It was sent, and whether it took effect is not known. Read again before you rely on either."),
    ...named,
    error: resourceError,
    ...halfway,
  }),
] as const;

/** What became of one resource. */
export const outcome = z.discriminatedUnion("status", outcomes).meta({ id: "Outcome" });

/** What became of a deletion of key material. */
export const keyMaterialOutcome = z
  .discriminatedUnion("status", [
    ...outcomes,
    z.strictObject({
      status: z.literal("scheduled").describe("The cloud deletes the material at a date."),
      ...named,
      scheduledFor: z.number().describe("When the material is deleted, milliseconds since 1970."),
    }),
  ])
  .meta({ id: "KeyMaterialOutcome" });

/** Numbers of outcomes by status. */
export const outcomeCounts = z
  .strictObject({
    changed: z.int(),
    unchanged: z.int(),
    skipped: z.int(),
    failed: z.int(),
    unknown: z.int(),
  })
  .describe("The number of resources by status; adds up to the number of resources.")
  .meta({ id: "OutcomeCounts" });

/** A part of a request that stopped early. */
export const stoppedScope = z
  .strictObject({
    scope: z.string().describe("Cloud, account and region: `aws/111122223333/us-east-1`."),
    code: errorCode,
    message: z.string().describe("Why it stopped, in a sentence."),
    hint: z.string().optional().describe("What to do about it."),
    providerCode: z.string().optional().describe("The cloud's own code."),
  })
  .meta({ id: "StoppedScope" });

/** Wire calls by driver operation. */
export const callCounts = z.record(z.string(), z.int()).describe("The number of wire calls, by driver operation.");

/** The answer of an operation that writes tags. */
export const writeResult = z
  .strictObject({
    formatVersion,
    outcomes: z.array(outcome).describe("One for each resource, in the order given, without duplicates."),
    counts: outcomeCounts,
    warnings: z.array(violation).describe("Problems that did not prevent the request."),
    calls: callCounts,
    stopped: z.array(stoppedScope).optional().describe("Clouds, accounts and regions that received no more calls."),
  })
  .meta({ id: "WriteResult" });
