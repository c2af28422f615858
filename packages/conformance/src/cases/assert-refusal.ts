import type { ErrorCode } from "@crosstag/core";
import type { Failure } from "@crosstag/core/driver";
import assert from "node:assert/strict";
import { CANARY } from "./secret-tag.ts";

/** The cloud has refused a call for good, and the driver says so. */
export function assertRefusal(
  failure: Failure,
  codes: readonly ErrorCode[],
  scope: Failure["scope"],
  resources: readonly { readonly id: string }[],
): void {
  assert.ok(codes.includes(failure.code), `classified as ${failure.code}, not ${codes.join(" or ")}`);
  assert.deepEqual(
    { retry: failure.retry, applied: failure.applied, scope: failure.scope },
    { retry: "no", applied: "no", scope },
  );
  assertSafe(failure, resources);
}

/** Texts are the driver's own: no tag value, no id, no text of the cloud. */
export function assertSafe(failure: Failure, resources: readonly { readonly id: string }[]): void {
  assert.ok(!JSON.stringify(failure).includes(CANARY), "a failure repeats a tag value or an unknown error's text");
  const shown = `${failure.message} ${failure.hint ?? ""}`;
  for (const { id } of resources) assert.ok(!shown.includes(id), "a failure's message repeats the id");
}
