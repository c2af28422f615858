import type { CrosstagEvent } from "@crosstag/core";
import { expect, test } from "vitest";
import { describeEvent } from "../src/output/describe-event.ts";

const CLOUD = { provider: "aws", region: "us-east-1" } as const;
const CALL = { ...CLOUD, call: 7, operation: "writeTags", resources: 2, attempt: 1 } as const;
const WHAT = "aws us-east-1: writeTags of 2 resources";
const PROGRESS = {
  failed: 0,
  unknown: 0,
  plannedCalls: 1,
  calls: 1,
  throttled: 0,
  requestsPerSecond: 5,
} as const;

const CANARIES = { type: "canaries-settled", of: 1_200 } as const;
const NONE = { changed: 0, unchanged: 0, skipped: 0, failed: 0, unknown: 0 } as const;

const LINES: readonly (readonly [CrosstagEvent, string])[] = [
  [{ ...CALL, type: "call-started" }, `${WHAT}: call 7, attempt 1`],
  [
    { ...CALL, type: "call-started", operation: "listResources", resources: 0 },
    "aws us-east-1: listResources: call 7, attempt 1",
  ],
  [
    { ...CALL, type: "call-started", operation: "identify", resources: 0 },
    "aws us-east-1: identify (whose credentials these are): call 7, attempt 1",
  ],
  [{ ...CALL, type: "call-started", resources: 1 }, "aws us-east-1: writeTags of 1 resource: call 7, attempt 1"],
  [{ ...CALL, type: "call-settled", durationMs: 12.4 }, `${WHAT}: call 7: done after 12 ms`],
  [
    { ...CALL, type: "call-settled", durationMs: 12.5, requestId: "r-1" },
    `${WHAT}: call 7: done after 13 ms, request r-1`,
  ],
  [
    { ...CALL, type: "call-settled", durationMs: 7, refused: 1 },
    `${WHAT}: call 7: done after 7 ms, 1 resource refused`,
  ],
  [
    { ...CALL, type: "call-settled", durationMs: 3, code: "access-denied", requestId: "r-1" },
    `${WHAT}: call 7: access-denied after 3 ms, request r-1`,
  ],
  [
    { ...CALL, type: "call-retried", code: "unavailable", delayMs: 99.6 },
    `${WHAT}: call 7: unavailable, again in 100 ms`,
  ],
  [
    { ...CALL, type: "call-throttled", quota: "TagResource", requestsPerSecond: 2.25 },
    `${WHAT}: call 7: throttled, TagResource now at 2.3 a second`,
  ],
  [
    { ...CLOUD, type: "batch-halved", operation: "writeTags", resources: 50, code: "not-found" },
    "aws us-east-1: writeTags of 50 resources: not-found, tried again in two halves",
  ],
  [
    { ...CLOUD, type: "account-assumed", account: "111122223333" },
    "aws us-east-1: account 111122223333 of the configuration, not confirmed",
  ],
  [
    { ...CANARIES, resources: 5, counts: { ...NONE, changed: 5 }, passed: true },
    "Canary: the first 5 of 1,200 resources, all changed.",
  ],
  [
    { ...CANARIES, resources: 1, counts: { ...NONE, failed: 1 }, passed: false },
    "Canary: the first of 1,200 resources, 1 failed.",
  ],
  [
    { ...CANARIES, resources: 3, counts: { ...NONE, changed: 2, unchanged: 1 }, passed: true },
    "Canary: the first 3 of 1,200 resources, 2 changed, 1 unchanged.",
  ],
  [
    { ...CANARIES, resources: 3, counts: NONE, passed: true },
    "Canary: the first 3 of 1,200 resources, none was changed.",
  ],
  [{ type: "resource-settled", provider: "aws", reference: "arn:1", status: "changed" }, "aws: arn:1: changed"],
  [
    { ...PROGRESS, type: "run-progress", scope: "aws/111122223333/us-east-1", resources: 9, settled: 4 },
    "aws/111122223333/us-east-1: 4 of 9 resources",
  ],
];

test.each(LINES)("the line of %j for --verbose", (event, line) => {
  expect(describeEvent(event)).toBe(line);
});
