import type { Failure } from "@crosstag/core/driver";
import { jsonFailure, type JsonFailures } from "@crosstag/driver-kit";

/** By `error.status` of an answer (google.rpc.Code). Texts are the adapter's own: the cloud's repeat names and values. */
const EXPLANATIONS = new Map<unknown, Pick<Failure, "code" | "scope" | "message"> & Partial<Failure>>([
  ["NOT_FOUND", { code: "not-found", scope: "resource", message: "The key or its version does not exist." }],
  ["FAILED_PRECONDITION", { code: "invalid-state", scope: "resource", message: "The version's state forbids it." }],
  ["INVALID_ARGUMENT", { code: "refused", scope: "resource", message: "The cloud refused the request." }],
  ["ABORTED", { code: "conflict", scope: "resource", message: "Another call changes the key.", retry: "transient" }],
  ["PERMISSION_DENIED", { code: "access-denied", scope: "resource", message: "The caller lacks a permission." }],
  ["UNAUTHENTICATED", { code: "unauthenticated", scope: "call", message: "The cloud refused the access token." }],
  ["RESOURCE_EXHAUSTED", { code: "throttled", scope: "call", message: "The quota is used up.", retry: "throttled" }],
]);

const FAILURES: JsonFailures = {
  cloud: "Google Cloud KMS",
  tokenHint: "Set GOOGLE_OAUTH_ACCESS_TOKEN to the output of `gcloud auth print-access-token`.",
  explain: ({ error }, httpStatus) => {
    const status = typeof error === "object" && error !== null && "status" in error ? error.status : undefined;
    if (typeof status !== "string") return undefined;
    const known = EXPLANATIONS.get(status);
    if (known === undefined && httpStatus >= 500) return undefined;
    const other = { code: "refused", scope: "call", message: "The cloud refused the call." } as const;
    return { retry: "no", applied: "no", providerCode: status, ...(known ?? other) };
  },
};

/** Explains what a method of the driver threw. Never throws itself. */
export function classifyFailure(error: unknown): Failure {
  return jsonFailure(error, FAILURES);
}
