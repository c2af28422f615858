import { CrosstagError, type Outcome } from "@crosstag/core";
import { expect, test } from "vitest";
import { toWireError } from "../../src/aws-wire/error-names.ts";
import { KeyListings, type ListedKey } from "../../src/aws-wire/key-listings.ts";
import { Markers } from "../../src/aws-wire/markers.ts";
import { settleWrite } from "../../src/aws-wire/settle-write.ts";

const base = { resource: "k", reference: "k", provider: "aws", attempts: 1, requestIds: [] };

function named(details: ConstructorParameters<typeof CrosstagError>[0]): string {
  const { name, status } = toWireError(new CrosstagError(details));
  return `${name} ${status}`;
}

function keys(count: number): readonly ListedKey[] {
  return Array.from({ length: count }, (_, at) => ({ KeyId: `${at}`, KeyArn: `arn:${at}` }));
}

function settled(outcome: Outcome): string {
  try {
    settleWrite({ outcomes: [outcome] });
    return "done";
  } catch (error) {
    const { name, message, status } = error as Error & { status: number };
    return `${status} ${name}: ${message}`;
  }
}

test("a change is done, or its answer says what is known, so that clients retry only what may be retried", () => {
  const error = new CrosstagError({ code: "unavailable", message: "No answer.", hint: "Read again." });
  expect(settled({ ...base, status: "unchanged" })).toBe("done");
  // The clients of AWS repeat a 500, which is right: the change is idempotent.
  expect(settled({ ...base, status: "unknown", error })).toBe(
    "500 KMSInternalException: The change was sent, and whether it was made is not known. No answer. Read again.",
  );
  expect(settled({ ...base, status: "failed", error, appliedKeys: ["a", "b"] })).toBe(
    "500 KMSInternalException: No answer. Read again. Changed before that: a, b.",
  );
  expect(settled({ ...base, status: "skipped", reason: "not-started" })).toMatch(/^400 ThrottlingException: .*Nothing/);
  expect(settled({ ...base, status: "skipped", reason: "only-reserved-tags" })).toMatch(/^400 TagException: Nothing/);
});

test("an error has AWS's name for its code; a cloud of AWS's protocol can be more exact", () => {
  const message = "It failed.";
  expect(named({ code: "invalid-state", message })).toBe("KMSInvalidStateException 400");
  expect(named({ code: "invalid-state", message, providerCode: "UnsupportedOperationException" })).toBe(
    "UnsupportedOperationException 400",
  );
  expect(named({ code: "limit-exceeded", message, providerCode: "TagException" })).toBe("LimitExceededException 400");
  expect(named({ code: "unavailable", message, providerCode: "DependencyTimeoutException" })).toBe(
    "DependencyTimeoutException 503",
  );
  // The access key of the caller has expired.
  expect(named({ code: "unauthenticated", message })).toBe("UnrecognizedClientException 400");
  // The cloud refused the service's credentials, not those of the caller.
  expect(
    named({ code: "unauthenticated", message, provider: "aws", providerCode: "UnrecognizedClientException" }),
  ).toBe("KMSInternalException 500");
});

test("a marker is of one list and one process", () => {
  const markers = new Markers();
  const marker = markers.make("list of a caller", "k|~ 1");
  expect(marker).toMatch(/^[ -~]{1,1024}$/);
  expect(markers.read("list of a caller", marker)).toBe("k|~ 1");
  for (const refused of [
    () => markers.read("list of another", marker),
    () => new Markers().read("list of a caller", marker),
  ])
    expect(refused).toThrow(expect.objectContaining({ name: "InvalidMarkerException" }) as Error);
  expect(markers.make("l", "\u{1F511}".repeat(128)).length).toBeLessThanOrEqual(1024);
});

test("a list of keys is kept for its next pages for a quarter of an hour, and not if others need the place", () => {
  let now = 0;
  const listings = new KeyListings(() => new Date(now));
  const small = listings.keep(keys(2));
  now += 14 * 60_000;
  expect(listings.find(small)).toHaveLength(2);
  const large = listings.keep(keys(200_001));
  expect(listings.find(small)).toBeUndefined();
  expect(listings.find(large)).toHaveLength(200_001);
  now += 16 * 60_000;
  expect(listings.find(large)).toBeUndefined();
});
