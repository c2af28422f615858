import { describe, expect, it } from "vitest";
import { adapter as alibaba } from "@crosstag/alibaba";
import { adapter as aws } from "@crosstag/aws";
import { DRIVER_CONTRACT, DRIVER_OPERATIONS, type KmsAdapter, type KmsProfile } from "@crosstag/core/driver";
import { adapter as tencent } from "@crosstag/tencent";
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

/** The files of a service that stands beside the KMS, in a folder with its name. */
const SERVICE_FILES = [
  "capabilities.ts",
  "driver.ts",
  "errors.ts",
  "limits.ts",
  "pages.ts",
  "permissions.ts",
  "profile.ts",
  "quotas.ts",
  "references.ts",
  "rules.ts",
];

/** The file with what distinguishes the services of an adapter, if the same code serves all of them. */
const ONE_CODE: Readonly<Record<string, string>> = { tencent: "resource-type.ts" };

const ADAPTERS = { aws, alibaba, tencent } as const;

describe.each(["aws", "alibaba", "tencent"] as const)("the adapter %s", (name) => {
  const adapter = ADAPTERS[name];

  it("has the files of every adapter", () => {
    expect(sourceFiles(name)).toEqual(expect.arrayContaining(ADAPTER_FILES));
  });

  it("names its provider", () => {
    expect([adapter.contract, adapter.provider]).toEqual([DRIVER_CONTRACT, name]);
    expect(adapter.dialects.length).toBeGreaterThan(0);
  });

  it.each(profilesOf(adapter))("has a complete profile without a client for %s", (_, profile) => {
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
      .filter((capability) => capability?.support === "no")
      .filter(({ reason, link }) => reason.length <= 20 || !link.startsWith("https://"));
    expect(unexplained).toEqual([]);
  });

  it("has the same files for every service, and no id for two different quotas or rules", () => {
    const files = sourceFiles(name);
    const profiles = [adapter.profile()];
    for (const service of adapter.services ?? []) {
      const profile = service.profile();
      expect(profile?.service).toBe(service.name);
      if (profile !== undefined) profiles.push(profile);
      const oneFile = ONE_CODE[name];
      const expected = oneFile === undefined ? SERVICE_FILES.map((file) => `${service.name}/${file}`) : [oneFile];
      expect(files).toEqual(expect.arrayContaining(expected));
    }
    // Services can spend one quota, and have one rule; then everything about it is the same.
    const facts = profiles.flatMap(({ quotas, rules }) => [...quotas, ...rules.rules]);
    const different = new Set(facts.map((fact) => JSON.stringify(fact)));
    expect(different.size).toBe(new Set(facts.map(({ id }) => id)).size);
  });

  it("refuses a dialect that it does not have", () => {
    expect(() => adapter.profile("klingon")).toThrow(/klingon/);
  });
});

/** The profiles of all dialects and services, with a title for each. */
function profilesOf(adapter: KmsAdapter): readonly (readonly [title: string, profile: KmsProfile])[] {
  return adapter.dialects.flatMap((dialect) => {
    const ofServices = (adapter.services ?? []).flatMap((service) => service.profile(dialect) ?? []);
    return [adapter.profile(dialect), ...ofServices].map(
      (profile) => [`${profile.title} (${dialect})`, profile] as const,
    );
  });
}
