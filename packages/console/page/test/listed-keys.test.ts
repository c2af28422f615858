import { expect, test } from "vitest";
import { expiryTone, listedKeys, type ListedKey } from "../key-material/imported-key.ts";

const NOW = Date.parse("2026-11-30T00:00:00.000Z");

function key(reference: string, expires?: string) {
  const named = { resource: reference, reference, provider: "aws", kind: "key", tags: {} };
  const details = { state: "enabled", manager: "customer", ...(expires !== undefined && { expires }) };
  return { type: "resource", resource: { status: "read", ...named, details } satisfies ListedKey } as const;
}

test("the next to expire comes first, then keys that do not expire, then keys that could not be read", () => {
  const failed = {
    type: "resource",
    resource: {
      status: "failed",
      resource: "failed",
      reference: "failed",
      provider: "aws",
      kind: "key",
      error: { code: "access-denied", message: "Not allowed.", retry: "no" },
    },
  } as const;
  const lines = [failed, key("never"), key("late", "2028-01-01T00:00:00Z"), key("soon", "2026-12-01T00:00:00Z")];
  const { keys, complete } = listedKeys(lines);
  expect(keys.map(({ reference }) => reference)).toEqual(["soon", "late", "never", "failed"]);
  expect(complete).toBeUndefined();
  expect(listedKeys([{ type: "end", listed: 4, matching: 4, failed: 1, complete: false }]).complete).toBe(false);
});

test.each([
  [undefined, undefined],
  ["2026-12-05T00:00:00Z", "bad"],
  ["2026-12-20T00:00:00Z", "warn"],
  ["2027-06-01T00:00:00Z", undefined],
])("an expiry at %s is shown as %s", (expires, tone) => {
  expect(expiryTone(expires, NOW)).toBe(tone);
});
