import type { Reference, ResourceFailure, WriteReceipt } from "@crosstag/core/driver";
import { type Answer, isObject, malformed, safeIdentifier } from "./answer.ts";
import { failureOfResource } from "./classify-failure.ts";

/**
 * The receipt of TagResources or UnTagResources, which succeed although some resources are refused.
 * @throws TencentCallError `malformed` if a failure is not of a resource in the call
 */
export function toWriteReceipt(answer: Answer, resources: readonly Reference[]): WriteReceipt {
  const { requestId } = answer;
  const rows = answer.body["FailedResources"] ?? [];
  if (!Array.isArray(rows)) throw malformed(answer, "a list FailedResources that is not an array");
  if (rows.length === 0) return { requestId };
  const called = new Set(resources.map(({ id }) => id));
  const failed = rows.map((row: unknown): ResourceFailure => {
    const { Resource: name, Code: given } = isObject(row) ? row : {};
    const id = typeof name === "string" ? name.slice(name.lastIndexOf("creatorUin/")) : "";
    const code = safeIdentifier(given);
    if (!called.has(id) || code === undefined)
      throw malformed(answer, "the failure of a resource that was not in the call");
    return { id, failure: failureOfResource(code, requestId) };
  });
  // A resource with several failures has failed once.
  return { requestId, failed: [...new Map(failed.map((failure) => [failure.id, failure])).values()] };
}
