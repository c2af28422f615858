import { knownCloudsOf, type OpenedCrosstag } from "@crosstag/clouds";
import { compileWaivers, type CompiledWaivers, type Policy } from "@crosstag/compliance";
import { parsePolicy, parseWaivers } from "@crosstag/config/policy";
import { CrosstagError } from "@crosstag/core";
import { parseGiven } from "../http/parse-given.ts";

/** The policy and waivers of a request, or the policy that the service was started with. */
export interface RequestedPolicy {
  readonly policy: Policy;
  readonly waivers: CompiledWaivers | undefined;
  /** What reports call the policy if it has no name of its own. */
  readonly name: string;
}

/** What a request has of policies. */
export interface GivenPolicy {
  readonly policy?: unknown;
  readonly waivers?: unknown;
}

/** What policies are read with. */
export interface PolicyContext {
  readonly crosstag: Pick<OpenedCrosstag, "registry" | "configuration" | "drivers">;
  readonly now: () => Date;
  readonly defaultPolicy?: Policy | undefined;
}

/** @throws CrosstagError `invalid-request` with every problem of the policy or the waivers, or if there is no policy */
export function policyOfRequest(
  { policy, waivers }: GivenPolicy,
  { crosstag, now, defaultPolicy }: PolicyContext,
): RequestedPolicy {
  const knownClouds = knownCloudsOf(crosstag);
  const parsed =
    policy === undefined
      ? defaultPolicy
      : parseGiven("policy", policy, (text, file) => parsePolicy(text, file, { knownClouds }));
  if (parsed === undefined)
    throw new CrosstagError({
      code: "invalid-request",
      message: "There is no policy: the request has none, and the service was started without one.",
      hint: "Add `policy`.",
    });
  return {
    policy: parsed,
    waivers:
      waivers === undefined
        ? undefined
        : compileWaivers(
            parseGiven("waivers", waivers, (text, file) => parseWaivers(text, file, { knownClouds })),
            now(),
          ),
    name: policy === undefined ? "the policy of the service" : "the policy of the request",
  };
}
