import { createHash } from "node:crypto";
import { knownCloudsOf, type OpenedCrosstag } from "@crosstag/clouds";
import { compileWaivers, type CompiledWaivers, type Policy } from "@crosstag/compliance";
import { parsePolicy, parseWaivers } from "@crosstag/config/policy";
import type { FindResourcesRequest, Violation } from "@crosstag/core";
import { invalidRequest } from "../http/invalid-request.ts";
import { parseGiven, type ParsedGiven } from "../http/parse-given.ts";

/** The policy and waivers of a request, or the policy that the service was started with. */
export interface RequestedPolicy {
  readonly policy: Policy;
  readonly waivers: CompiledWaivers | undefined;
  /** What reports call the policy if it has no name of its own. */
  readonly name: string;
  /** Distinguishes the policy from others in trends: its name, or a digest of what the request has. */
  readonly identity: string;
}

/** What a request has of policies. */
export interface GivenPolicy {
  /** The path of these fields in the request. Default: the request itself. */
  readonly place?: readonly string[];
  readonly policy?: unknown;
  readonly waivers?: unknown;
}

/** What policies are read with. */
export interface PolicyContext {
  readonly crosstag: Pick<OpenedCrosstag, "registry" | "configuration" | "drivers" | "findResources">;
  readonly now: () => Date;
  readonly defaultPolicy?: Policy | undefined;
}

/**
 * Reads the policy and the waivers of a request.
 * @param selection what the request selects besides
 * @throws CrosstagError `invalid-request` with every problem of the policy, the waivers and then also the selection, or if there
 *   is no policy; nothing is sent
 */
export async function policyOfRequest(
  given: GivenPolicy,
  selection: Pick<FindResourcesRequest, "clouds" | "kinds">,
  context: PolicyContext,
): Promise<RequestedPolicy> {
  const parsed = parsePolicyAndWaivers(given, context);
  if ("policy" in parsed) return parsed;
  const { violations } = parsed;
  // Refuses the request for the selection, too.
  for await (const _ of context.crosstag.findResources({ ...selection, violations })) break;
  throw invalidRequest(violations);
}

function parsePolicyAndWaivers(
  { policy: given, waivers, place = [] }: GivenPolicy,
  { crosstag, now, defaultPolicy }: PolicyContext,
): RequestedPolicy | { readonly violations: readonly Violation[] } {
  const knownClouds = knownCloudsOf(crosstag);
  const policy =
    given === undefined
      ? fallback(defaultPolicy)
      : parseGiven([...place, "policy"], given, (text, file) => parsePolicy(text, file, { knownClouds }));
  const compiled: ParsedGiven<CompiledWaivers> | undefined =
    waivers === undefined
      ? undefined
      : parseGiven([...place, "waivers"], waivers, (text, file) =>
          compileWaivers(parseWaivers(text, file, { knownClouds }), now()),
        );
  if (policy.result === undefined || compiled?.violations !== undefined)
    return { violations: [...(policy.violations ?? []), ...(compiled?.violations ?? [])] };
  const name = given === undefined ? "the policy of the service" : "the policy of the request";
  return {
    policy: policy.result,
    waivers: compiled?.result,
    name,
    identity: policy.result.name ?? (given === undefined ? name : digestOf(given)),
  };
}

function fallback(defaultPolicy: Policy | undefined): ParsedGiven<Policy> {
  return defaultPolicy === undefined ? { violations: [MISSING_POLICY] } : { result: defaultPolicy };
}

const MISSING_POLICY: Violation = {
  severity: "error",
  rule: "crosstag.missing-field",
  message: "There is no policy: the request has none, and the service was started without one.",
  fix: "Add `policy`.",
};

function digestOf(policy: unknown): string {
  return `sha256:${createHash("sha256").update(JSON.stringify(policy)).digest("hex")}`;
}
