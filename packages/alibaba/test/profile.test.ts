import { DRIVER_OPERATIONS, kindsOf, type TagRule } from "@crosstag/core/driver";
import { describe, expect, it } from "vitest";
import { DEFAULT_ASSUMPTIONS, resolveAssumptions } from "../src/assumptions.ts";
import { adapter, alibabaKmsProfile } from "../src/index.ts";
import { profileFor } from "../src/profile.ts";
import { quotasFor } from "../src/quotas.ts";

const profile = alibabaKmsProfile();
const single = profileFor({ ...DEFAULT_ASSUMPTIONS, tagOperations: "single" });

function rule(id: string): TagRule {
  const found = profile.rules.rules.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`no rule ${id}`);
  return found;
}

describe("the profile of Alibaba Cloud KMS", () => {
  it("trap 4: has one limit of tags for writes, one for resources, and a unit of lengths that fits both pages", () => {
    expect(profile.limits.writeTags).toMatchObject({
      key: { resources: 50, tags: 20 },
      secret: { resources: 50, tags: 20 },
      certificate: { resources: 1, tags: 10 },
    });
    expect(rule("alibaba.key-length")).toMatchObject({ minimum: 1, maximum: 128, unit: "utf8-bytes" });
    expect(rule("alibaba.value-length")).toMatchObject({ minimum: 0, maximum: 128 });
    expect(rule("alibaba.certificate-value-length")).toMatchObject({ maximum: 256, kinds: ["certificate"] });
    expect(rule("alibaba.tags-per-resource")).toMatchObject({ maximum: 20, status: "assumed" });
  });

  it.each([
    ["alibaba.key-characters", String.raw`+-./0123456789:=@ABCDEFGHIJKLMNOPQRSTUVWXYZ\_abcdefghijklmnopqrstuvwxyz`],
    ["alibaba.value-characters", String.raw`+-./0123456789:=@ABCDEFGHIJKLMNOPQRSTUVWXYZ\_abcdefghijklmnopqrstuvwxyz`],
    ["alibaba.certificate-key-characters", "+-./0123456789:=@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"],
    ["alibaba.certificate-value-characters", "+-./0123456789:=@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"],
  ])("%s allows exactly the documented characters", (id, documented) => {
    const characters = rule(id);
    if (characters.check !== "characters") throw new Error("another rule");
    const allowed = new RegExp(`^[${characters.allowed}]$`, "u");
    const ascii = Array.from({ length: 128 }, (_, code) => String.fromCodePoint(code));
    expect(ascii.filter((character) => allowed.test(character)).join("")).toBe(documented);
    expect(["é", "中", "😀", "\u00a0"].some((character) => allowed.test(character))).toBe(false);
  });

  it("trap 7: reserves the tags of the cloud", () => {
    expect(rule("alibaba.reserved-prefix")).toMatchObject({
      prefixes: ["aliyun", "acs:"],
      status: "documented",
      severity: "error",
    });
    expect(rule("alibaba.reserved-scheme")).toMatchObject({
      prefixes: ["http://", "https://"],
      status: "assumed",
      severity: "error",
    });
  });

  it("trap 20: has the documented quotas, shared by all writes and by all reads", () => {
    expect(profile.quotas.map(({ id, requestsPerSecond }) => [id, requestsPerSecond])).toEqual([
      ["modify", 30],
      ["query", 50],
      ["secrets", 40],
    ]);
    const covered = profile.quotas.flatMap(({ covers }) => covers.map(({ operation }) => operation));
    const possible = DRIVER_OPERATIONS.filter((operation) =>
      kindsOf(profile).some((kind) => profile.capabilities[operation][kind]?.support !== "no"),
    );
    expect([...new Set(covered)].toSorted()).toEqual(possible.toSorted());
  });

  it("has a capability for every operation and kind, with a reason if it is not supported", () => {
    for (const operation of DRIVER_OPERATIONS) {
      for (const kind of kindsOf(profile)) expect(profile.capabilities[operation]).toHaveProperty(kind);
    }
    expect(profile.capabilities.readTags["certificate"]).toMatchObject({ support: "no" });
    expect(profile.capabilities.writeTags["certificate"]).toMatchObject({ support: "unverified" });
  });

  it("has the permissions of all supported operations, for both sets of operations", () => {
    for (const { capabilities, permissions } of [profile, single]) {
      for (const operation of DRIVER_OPERATIONS) {
        for (const kind of kindsOf(profile)) {
          if (capabilities[operation][kind]?.support === "no") continue;
          expect(permissions).toContainEqual(expect.objectContaining({ operation, kind }));
        }
      }
    }
  });

  it("has a public document and a date for every fact", () => {
    for (const { source, verifiedOn } of [...profile.rules.rules, ...profile.quotas, ...profile.permissions]) {
      expect(source).toMatch(/^https:\/\//);
      expect(verifiedOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  });

  it("has one dialect and refuses others by name", () => {
    expect(adapter.dialects).toEqual(["alibaba"]);
    expect(adapter.profile("alibaba").provider).toBe("alibaba");
    expect(() => adapter.profile("qkms")).toThrow(/no dialect "qkms"/);
  });
});

describe("assumptions", () => {
  it("change the rules and limits that they concern", () => {
    const changed = profileFor({
      tagsPerResource: 10,
      emptyValues: false,
      refusedBatchIsUnchanged: true,
      tagOperations: "single",
    });
    expect(changed.rules.rules.find(({ id }) => id === "alibaba.tags-per-resource")).toMatchObject({ maximum: 10 });
    expect(changed.rules.rules.find(({ id }) => id === "alibaba.value-length")).toMatchObject({ minimum: 1 });
    expect(changed.limits.writeTags["key"]).toEqual({ resources: 1, tags: 10 });
    expect(changed.limits.readTags["secret"]).toEqual({ resources: 1, tags: 200 });
    expect(changed.capabilities.removeAllTags["key"]).toMatchObject({ support: "no" });
  });

  it("are refused if the name is unknown, with the known names, or the value is invalid", () => {
    expect(() => resolveAssumptions({ tagsPerKey: 10 })).toThrow(
      expect.objectContaining({ code: "configuration", hint: expect.stringContaining("tagsPerResource") }),
    );
    expect(() => resolveAssumptions({ tagsPerResource: 0 })).toThrow(/tagsPerResource/);
    expect(() => resolveAssumptions({ tagOperations: "both" })).toThrow(/tagOperations/);
    expect(() => resolveAssumptions({ emptyValues: "yes" })).toThrow(/emptyValues/);
  });
});

describe("quotas", () => {
  it("can be set by id; an unknown id or an invalid rate is refused", () => {
    expect(quotasFor({ modify: 100 }).find(({ id }) => id === "modify")).toMatchObject({ requestsPerSecond: 100 });
    expect(() => quotasFor({ TagResource: 5 })).toThrow(
      expect.objectContaining({ hint: "Known quotas: modify, query, secrets." }),
    );
    expect(() => quotasFor({ modify: 0 })).toThrow(/modify/);
  });
});
