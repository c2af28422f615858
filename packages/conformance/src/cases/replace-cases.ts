import { isReservedKey } from "@crosstag/core/internal";
import { toTagRecord } from "@crosstag/core";
import type { ResourceKind, TagRecord } from "@crosstag/core";
import { driverMethod } from "@crosstag/core/driver";
import type { KmsDriver, KmsProfile, ReplaceReceipt, TagPage } from "@crosstag/core/driver";
import { decorateDriver } from "@crosstag/core/testing";
import assert from "node:assert/strict";
import type { CaseContext } from "../case-context.ts";
import { kindsThatCan } from "../conformance-case.ts";
import type { ConformanceCase, ConformanceGroup } from "../conformance-case.ts";
import { tagsOf } from "./tag-cases.ts";

/** A call replaces all tags of a resource, and the tags of others survive it as far as the cloud allows. */
export const replaceCases: ConformanceGroup = {
  title: "replacing all tags",
  cases: (profile) => {
    const { writes } = profile;
    if (writes?.style !== "replace") return [];
    return [
      profileCase(profile),
      ...kindsThatCan(profile, "writeTags").flatMap((kind) => [
        exactlyCase(kind),
        ...reservedCases(profile, kind),
        ...(writes.versioned ? versionCases(kind) : unversionedCases(kind)),
      ]),
    ];
  },
};

const profileCase = (profile: KmsProfile): ConformanceCase => ({
  title: "tags can be read where they can be written, one call writes one resource, and one quota covers all writes",
  run: async ({ driver }) => {
    for (const name of ["writeTags", "removeTags", "changeTags"] as const)
      assert.equal(driver[name], undefined, `the driver has ${name}, which its style rules out`);
    for (const kind of kindsThatCan(profile, "writeTags")) {
      assert.ok(kindsThatCan(profile, "readTags", "removeTags").includes(kind), `tags of a ${kind} cannot be read`);
      for (const operation of ["writeTags", "removeTags"] as const)
        assert.equal(profile.limits[operation][kind]?.resources, 1, `${operation} of ${kind}: resources in one call`);
      const quotasOf = (operation: "writeTags" | "removeTags") =>
        profile.quotas
          .filter(({ covers }) =>
            covers.some((row) => row.operation === operation && (row.kind === undefined || row.kind === kind)),
          )
          .map(({ id }) => id);
      assert.deepEqual(
        quotasOf("removeTags"),
        quotasOf("writeTags"),
        `the quotas of writeTags and removeTags of ${kind}`,
      );
    }
  },
});

const exactlyCase = (kind: ResourceKind): ConformanceCase => ({
  title: `${kind}: after a call, the resource has exactly the tags of the call`,
  run: async (context) => {
    const text = await context.scene.create(kind, { tags: { old: "1", both: "2" } });
    for (const tags of [{ both: "3", new: "4" }, {}]) {
      const version = await versionOf(context, text);
      await context.oneCall("replaceTags", () => replace(context, text, tags, version));
      assert.deepEqual(await tagsOf(context.truth, text), tags);
    }
  },
});

/** Tags that the cloud reserves are in the map, and must be in the call. */
function reservedCases({ rules }: KmsProfile, kind: ResourceKind): readonly ConformanceCase[] {
  const prefixes = rules.rules.flatMap((rule) =>
    rule.check === "reserved-prefix" && rule.of === "key" ? rule.prefixes : [],
  );
  const key = `${prefixes[0] ?? ""}owner`;
  if (!isReservedKey(key, rules)) return [];
  return [
    {
      title: `${kind}: tags that the cloud reserves stay when tags are set and removed`,
      run: async ({ scene, truth, crosstag }) => {
        const text = await scene.create(kind, { tags: { [key]: "cloud", old: "1" } });
        await crosstag.tagResource({ resources: [text], tags: { team: "payments" } });
        assert.deepEqual(await tagsOf(truth, text), { [key]: "cloud", old: "1", team: "payments" });
        await crosstag.untagResource({ resources: [text], all: true });
        assert.deepEqual(await tagsOf(truth, text), { [key]: "cloud" });
      },
    },
  ];
}

const versionCases = (kind: ResourceKind): readonly ConformanceCase[] => [
  {
    title: `${kind}: a call with an old version of the tags is a conflict and changes nothing`,
    run: async (context) => {
      const text = await context.scene.create(kind, { tags: { kept: "1" } });
      const old = await versionOf(context, text);
      await setTags(context, text, { kept: "1", theirs: "2" });
      const failure = await context.failure(() => replace(context, text, { kept: "1", team: "payments" }, old));
      const { code, retry, applied, scope } = failure;
      assert.deepEqual(
        { code, retry, applied, scope },
        { code: "conflict", retry: "transient", applied: "no", scope: "resource" },
      );
      assert.deepEqual(await tagsOf(context.truth, text), { kept: "1", theirs: "2" });
    },
  },
  {
    title: `${kind}: a call returns the version that the next reading shows`,
    run: async (context) => {
      const text = await context.scene.create(kind);
      const { version } = await replace(context, text, { team: "payments" }, await versionOf(context, text));
      assert.equal(version, await versionOf(context, text));
    },
  },
  {
    title: `${kind}: a tag of another program, set between the reading and the write, is not lost`,
    run: async (context) => {
      const { scene, truth, driver, crosstagWith } = context;
      for (const write of ["writeTags", "removeTags"] as const) {
        const text = await scene.create(kind, { tags: { kept: "1", ...(write === "removeTags" && { team: "old" }) } });
        const other = otherWriter(context, text, 2, (tags) => ({ ...tags, theirs: "2" }));
        const crosstag = crosstagWith({}, after(driver, "readTags", other));
        const resources = [text];
        const { outcomes } =
          write === "writeTags"
            ? await crosstag.tagResource({ resources, tags: { team: "new" } })
            : await crosstag.untagResource({ resources, tagKeys: ["team"] });
        assert.equal(outcomes[0]?.status, "changed");
        const own = write === "writeTags" ? { team: "new" } : {};
        assert.deepEqual(await tagsOf(truth, text), { kept: "1", ...own, theirs: "2" });
      }
    },
  },
];

const unversionedCases = (kind: ResourceKind): readonly ConformanceCase[] => [
  {
    title: `${kind}: a request says that changes of other programs can be lost`,
    run: async ({ scene, crosstag }) => {
      const text = await scene.create(kind);
      const { warnings } = await crosstag.tagResource({ resources: [text], tags: { team: "payments" } });
      assert.deepEqual(
        warnings.map(({ rule }) => rule),
        ["crosstag.replaces-all-tags"],
      );
    },
  },
  {
    title: `${kind}: what another program changes after the write is read back and reported`,
    run: async (context) => {
      const { scene, driver, crosstagWith } = context;
      const request = async (next: (tags: TagRecord) => TagRecord) => {
        const text = await scene.create(kind, { tags: { kept: "1" } });
        const other = otherWriter(context, text, 1, next);
        const crosstag = crosstagWith({}, after(driver, "replaceTags", other));
        const { outcomes } = await crosstag.tagResource({ resources: [text], tags: { team: "payments" } });
        return outcomes[0];
      };
      const beside = await request(() => ({ team: "payments" }));
      assert.ok(beside?.status === "changed", beside?.status);
      assert.deepEqual(beside.otherChanges, ["kept"]);
      const undone = await request(() => ({ kept: "1" }));
      assert.ok(undone?.status === "failed" && undone.error.code === "conflict", undone?.status);
    },
  },
];

function replace(
  { driver, reference, call }: CaseContext,
  text: string,
  tags: TagRecord,
  version: string | undefined,
): Promise<ReplaceReceipt> {
  const resource = reference(text);
  const { kind } = resource;
  const map = new Map(Object.entries(tags));
  return driverMethod(driver, "replaceTags")(
    { kind, resource, tags: map, ...(version !== undefined && { version }) },
    call(),
  );
}

/** The version of the tags, if the cloud has versions. */
async function versionOf({ driver, reference, call }: CaseContext, text: string): Promise<string | undefined> {
  const resource = reference(text);
  const { versions } = await driver.readTags({ kind: resource.kind, resources: [resource] }, call());
  const version = versions?.get(resource.id);
  const isVersioned = driver.writes?.style === "replace" && driver.writes.versioned;
  assert.equal(version !== undefined, isVersioned, isVersioned ? "a page has no version" : "a page has a version");
  return version;
}

function setTags({ scene }: CaseContext, text: string, tags: TagRecord): Promise<void> {
  if (scene.setTags === undefined)
    return assert.fail("the harness has no setTags, which a driver that replaces tags needs");
  return Promise.resolve(scene.setTags(text, tags));
}

/** Another program that writes once, when it has been called so many times. */
function otherWriter(
  context: CaseContext,
  text: string,
  count: number,
  next: (tags: TagRecord) => TagRecord,
): () => Promise<void> {
  let calls = 0;
  return async () => {
    calls += 1;
    if (calls === count)
      await setTags(context, text, next(toTagRecord(new Map(Object.entries(await context.truth.tagsOf(text))))));
  };
}

/** The driver, with work of another program after each call of a method and before its caller has the answer. */
function after(driver: KmsDriver, method: "readTags" | "replaceTags", work: () => Promise<void>): KmsDriver {
  const then = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
    const answered = await answer;
    await work();
    return answered;
  };
  return decorateDriver(
    driver,
    method === "readTags"
      ? { readTags: (call, context): Promise<TagPage> => then(driver.readTags(call, context)) }
      : { replaceTags: (call, context) => then(driverMethod(driver, "replaceTags")(call, context)) },
  );
}
