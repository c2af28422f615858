import { z } from "zod";
import { callLimits, quota, writeStyle } from "../model/cloud-limits.ts";
import { formatVersion } from "../model/format-version.ts";
import { tagRule } from "../model/tag-rule.ts";
import { defineOperation } from "../operation.ts";

/** Names the configured clouds, with what a page needs to judge tags. */
export const listClouds = defineOperation({
  name: "list-clouds",
  title: "ListClouds",
  summary: "Names the configured clouds with their kinds, rules for tags and quotas.",
  method: "get",
  path: "/v1/clouds",
  effect: "read",
  input: z.strictObject({}),
  output: z.strictObject({
    formatVersion,
    clouds: z.array(
      z.strictObject({
        name: z.string().describe("Its name in the configuration."),
        provider: z.string(),
        title: z.string().describe("For people: `AWS KMS`."),
        region: z.string(),
        account: z.string().optional(),
        service: z.string().optional(),
        endpoint: z.string().optional().describe("Absent: the cloud's own endpoint."),
        kinds: z.array(z.strictObject({ kind: z.string(), title: z.string(), plural: z.string() })),
        rules: z.array(tagRule).describe("The rules for tags."),
        limits: callLimits.describe("Resources and tags of one call, by operation."),
        quotas: z.array(quota).readonly().describe("Request rates."),
        writes: writeStyle.exactOptional().describe("Absent: a call names the tags that change."),
        absentTagKeys: z
          .enum(["ignored", "refused"])
          .exactOptional()
          .describe(
            "What removing a tag key does that a resource does not have; `refused`: it can be refused. Absent: `ignored`.",
          ),
      }),
    ),
  }),
});
