import { z } from "zod";

/** The policy and waivers of a request. */
export const policyInput = {
  policy: z
    .looseObject({})
    .optional()
    .describe(
      "The policy, in the form of `crosstag-policy.yaml`. Default: the policy that the service was started with.",
    ),
  waivers: z.looseObject({}).optional().describe("Waivers, in the form of `crosstag-waivers.yaml`. Default: none."),
};
