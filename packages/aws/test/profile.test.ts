import { DRIVER_OPERATIONS } from "@crosstag/core/driver";
import { describe, expect, test } from "vitest";
import { resolveAssumptions } from "../src/assumptions.ts";
import { resolveDialect } from "../src/dialects.ts";
import { adapter, awsKmsProfile } from "../src/index.ts";
import { quotasFor } from "../src/quotas.ts";
import { rulesFor } from "../src/rules.ts";

describe.each(["aws", "qkms"])("%s", (dialect) => {
  const profile = awsKmsProfile(dialect);

  test("every fact has a source and a date", () => {
    for (const { source, verifiedOn, status } of [...profile.rules.rules, ...profile.quotas, ...profile.permissions]) {
      expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/|^AWS KMS \w+/);
      expect(Date.parse(verifiedOn)).toBeLessThanOrEqual(Date.parse("2026-11-22"));
      expect(["documented", "observed", "assumed"]).toContain(status);
    }
  });

  test("every operation has a capability for keys, and keys are the only kind", () => {
    for (const operation of DRIVER_OPERATIONS) expect(Object.keys(profile.capabilities[operation])).toEqual(["key"]);
  });

  test("rule ids are unique", () => {
    const ids = profile.rules.rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

const ruleOf = (id: string, assumptions = {}) =>
  rulesFor(resolveDialect(), resolveAssumptions(assumptions)).rules.find((rule) => rule.id === id);

test("trap 9: the limit of 50 applies to the resulting tags of a key", () => {
  expect(ruleOf("aws.tag-count")).toMatchObject({ check: "count", maximum: 50, severity: "error" });
});

test("trap 8: keys that differ in case only are a warning, not an error", () => {
  expect(ruleOf("aws.case-collision")).toMatchObject({ check: "case-collision", severity: "warning" });
});

test("trap 10: keys that begin with aws: are reserved in any case; for values this is an assumption", () => {
  expect(ruleOf("aws.reserved-key-prefix")).toMatchObject({
    of: "key",
    prefixes: ["aws:"],
    caseSensitive: false,
    severity: "error",
    status: "observed",
  });
  expect(ruleOf("aws.reserved-value-prefix")).toMatchObject({ of: "value", severity: "warning", status: "assumed" });
  expect(ruleOf("aws.reserved-value-prefix", { reservedValuePrefix: "allow" })).toBeUndefined();
  expect(ruleOf("aws.reserved-value-prefix", { reservedValuePrefix: "refuse" })).toMatchObject({ severity: "error" });
});

test("lengths are counted in code points, unless an assumption sets another unit", () => {
  expect(ruleOf("aws.key-length")).toMatchObject({ minimum: 1, maximum: 128, unit: "code-points" });
  expect(ruleOf("aws.value-length", { tagLengthUnit: "utf16-units" })).toMatchObject({
    minimum: 0,
    maximum: 256,
    unit: "utf16-units",
  });
});

test("characters of all scripts are allowed, or the check is left to the cloud", () => {
  const rule = ruleOf("aws.key-characters");
  if (rule?.check !== "characters") throw new Error("no rule");
  const allowed = new RegExp(`^[${rule.allowed}]*$`, "u");
  expect(allowed.test("Größe 値 a_b.c:d/e=f+g-h@i")).toBe(true);
  for (const text of ["a&b", "tab\t", "%", '"', "🔑"]) expect(allowed.test(text)).toBe(false);
  expect(ruleOf("aws.key-characters", { tagCharacters: "any" })).toBeUndefined();
});

test("trap 5: untagging has the lowest quota of the writes, and its calls are as large as possible", () => {
  const rates = Object.fromEntries(quotasFor().map(({ id, requestsPerSecond }) => [id, requestsPerSecond]));
  expect(rates).toEqual({
    TagResource: 10,
    UntagResource: 5,
    ListResourceTags: 2000,
    DescribeKey: 2000,
    ListAliases: 500,
    ListKeys: 500,
    GetKeyPolicy: 1000,
    ListKeyRotations: 100,
    GetKeyLastUsage: 5,
    DeleteImportedKeyMaterial: 15,
  });
  expect(awsKmsProfile().limits.removeTags["key"]).toEqual({ resources: 1, tags: 50 });
});

test("an account's own quotas replace the documented ones", () => {
  expect(quotasFor({ TagResource: 25 }).find(({ id }) => id === "TagResource")?.requestsPerSecond).toBe(25);
  for (const wrong of [
    { Tag: 1 },
    { TagResource: 0 },
    { TagResource: Number.NaN },
    { TagResource: Number.POSITIVE_INFINITY },
  ]) {
    expect(() => quotasFor(wrong)).toThrow(expect.objectContaining({ code: "configuration" }));
  }
});

test("an unknown dialect or assumption is refused; the message lists the known ones", () => {
  expect(() => adapter.profile("gcp")).toThrow(
    expect.objectContaining({ code: "configuration", hint: expect.stringContaining("aws, qkms") }),
  );
  expect(() => resolveAssumptions({ lenght: 1 })).toThrow(
    expect.objectContaining({ hint: expect.stringContaining("tagLengthUnit") }),
  );
  expect(() => resolveAssumptions({ tagCharacters: "some" })).toThrow(
    expect.objectContaining({ hint: expect.stringContaining('"general" or "any"') }),
  );
  expect(() => resolveAssumptions({ toString: "x" })).toThrow(expect.objectContaining({ code: "configuration" }));
});
