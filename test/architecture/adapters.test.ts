import { describe, expect, it } from "vitest";
import { adapter as alibaba } from "@crosstag/alibaba";
import { adapter as aws } from "@crosstag/aws";
import { DRIVER_CONTRACT, DRIVER_OPERATIONS } from "@crosstag/core/driver";
import { sourceFiles } from "./source-files.ts";

/**
 * One concern per file, with the same file names in every adapter, so that knowing one adapter helps with the others.
 */
const ADAPTER_FILES = [
  "adapter.ts",
  "assumptions.ts",
  "capabilities.ts",
  "classify-failure.ts",
  "client.ts",
  "create-driver.ts",
  "credentials.ts",
  "describe-key.ts",
  "dialects.ts",
  "driver.ts",
  "index.ts",
  "limits.ts",
  "permissions.ts",
  "profile.ts",
  "quotas.ts",
  "references.ts",
  "rules.ts",
];

const ADAPTERS = { aws, alibaba } as const;

describe.each(["aws", "alibaba"] as const)("the adapter %s", (name) => {
  const adapter = ADAPTERS[name];

  it("has the files of every adapter", () => {
    expect(sourceFiles(name)).toEqual(expect.arrayContaining(ADAPTER_FILES));
  });

  it("names its provider", () => {
    expect([adapter.contract, adapter.provider]).toEqual([DRIVER_CONTRACT, name]);
    expect(adapter.dialects.length).toBeGreaterThan(0);
  });

  it.each(adapter.dialects)("has a complete profile without a client for the dialect %s", (dialect) => {
    const profile = adapter.profile(dialect);
    expect(profile.provider).toBe(name);
    expect(Object.keys(profile.capabilities).toSorted()).toEqual(DRIVER_OPERATIONS.toSorted());
    expect(new Set(profile.rules.rules.map(({ id }) => id)).size).toBe(profile.rules.rules.length);
    for (const { source, verifiedOn, status } of [...profile.rules.rules, ...profile.quotas, ...profile.permissions]) {
      expect(source.length).toBeGreaterThan(10);
      expect(verifiedOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(["documented", "observed", "assumed"]).toContain(status);
    }
    const unexplained = Object.values(profile.capabilities)
      .flatMap((byKind) => Object.values(byKind))
      .filter((capability) => capability.support === "no")
      .filter(({ reason, link }) => reason.length <= 20 || !link.startsWith("https://"));
    expect(unexplained).toEqual([]);
  });

  it("refuses a dialect that it does not have", () => {
    expect(() => adapter.profile("klingon")).toThrow(/klingon/);
  });
});
