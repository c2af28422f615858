import type { Reference, ResourceKind, TagRecord } from "@crosstag/core";
import { driverMethod, OPTIONAL_METHODS, replacesTags } from "@crosstag/core/driver";
import type { CallContext, KmsDriver, KmsProfile } from "@crosstag/core/driver";
import assert from "node:assert/strict";
import { within } from "../case-context.ts";
import type { Method } from "../case-context.ts";
import { can, kindsThatCan } from "../conformance-case.ts";
import type { ConformanceCase, ConformanceGroup } from "../conformance-case.ts";
import { tagsOf } from "./tag-cases.ts";

const SOON_MS = 2_000;

/** Calls end soon after their signal. */
export const cancellationCases: ConformanceGroup = {
  title: "cancellation",
  cases: (profile) => {
    const kind = kindsThatCan(profile, "writeTags")[0] ?? "key";
    const methods = ["readTags" as const, ...OPTIONAL_METHODS].filter((method) => has(profile, method, kind));
    return [
      ...methods.map((method) => abortedBeforeCase(method, kind)),
      ...methods.map((method) => abortedDuringCase(method, kind)),
      requestCase(kind),
      endedCase(kind),
    ];
  },
};

/** The driver has the method, and it works for the kind. */
function has(profile: KmsProfile, method: Method, kind: ResourceKind): boolean {
  if (method === "changeTags") return profile.limits.changeTags?.[kind] !== undefined;
  if (method === "replaceTags") return replacesTags(profile);
  if (method === "writeTags" || method === "removeTags") return !replacesTags(profile) && can(profile, method, kind);
  return can(profile, method, kind);
}

function callOf(
  driver: KmsDriver,
  method: Method,
  resource: Reference,
  tags: TagRecord,
  context: CallContext,
): Promise<unknown> {
  const { kind } = resource;
  switch (method) {
    case "writeTags":
      return driverMethod(driver, "writeTags")(
        { kind, resources: [resource], tags: new Map(Object.entries(tags)) },
        context,
      );
    case "removeTags":
      return driverMethod(driver, "removeTags")({ kind, resources: [resource], tagKeys: Object.keys(tags) }, context);
    case "changeTags":
      return driverMethod(driver, "changeTags")(
        { kind, resources: [resource], tags: new Map(Object.entries(tags)), tagKeys: ["owner"] },
        context,
      );
    case "replaceTags":
      return driverMethod(driver, "replaceTags")({ kind, resource, tags: new Map(), version: "1" }, context);
    case "readTags":
      return driver.readTags({ kind, resources: [resource] }, context);
    case "describeResource":
      return driverMethod(driver, "describeResource")({ resource }, context);
    case "listResources":
      return driverMethod(driver, "listResources")({ kind }, context);
    case "listAliases":
      return driverMethod(driver, "listAliases")({ kind }, context);
    case "readAccessPolicy":
      return driverMethod(driver, "readAccessPolicy")({ resource }, context);
    case "listKeyMaterials":
      return driverMethod(driver, "listKeyMaterials")({ resource }, context);
    case "readLastUse":
      return driverMethod(driver, "readLastUse")({ resource }, context);
    case "deleteKeyMaterial":
      return driverMethod(driver, "deleteKeyMaterial")({ resource }, context);
  }
}

const abortedBeforeCase = (method: Method, kind: ResourceKind): ConformanceCase => ({
  title: `${method}: a call that is canceled before it begins makes no request`,
  run: async ({ scene, driver, reference, log, samplesFor }) => {
    const resource = reference(await scene.create(kind));
    const tags = samplesFor(kind).tags({ team: "payments" });
    const signal = AbortSignal.abort(new DOMException("canceled", "AbortError"));
    await assert.rejects(
      within(SOON_MS, method, callOf(driver, method, resource, tags, { signal, timeoutMs: 10_000 })),
    );
    assert.equal(await log.calls(), 0);
  },
});

const abortedDuringCase = (method: Method, kind: ResourceKind): ConformanceCase => ({
  title: `${method}: a running call ends soon after its signal`,
  run: async ({ scene, driverWith, reference, samplesFor }) => {
    const resource = reference(await scene.create(kind));
    const tags = samplesFor(kind).tags({ team: "payments" });
    const driver = await driverWith({ kind: "hang", operation: method, times: 1 });
    const controller = new AbortController();
    const call = callOf(driver, method, resource, tags, { signal: controller.signal, timeoutMs: 60_000 });
    setTimeout(() => controller.abort(new DOMException("canceled", "AbortError")), 20);
    await assert.rejects(within(SOON_MS, method, call), { name: /^(?!AssertionError)/u });
  },
});

const requestCase = (kind: ResourceKind): ConformanceCase => ({
  title: "a canceled request reports correctly what was done",
  run: async ({ driverWith, crosstagWith, create, truth, methodOf, samplesFor, driver: { limits } }) => {
    const tags = samplesFor(kind).tags({ team: "payments" });
    // One tag takes the shape with the most resources that does not depend on a reading.
    const shapes = (limits.shapes?.writeTags?.[kind] ?? []).filter(({ addsOnly }) => addsOnly !== true);
    const size = Math.max(limits.writeTags[kind]?.resources ?? 1, ...shapes.map(({ resources }) => resources));
    const texts = await create(kind, 3 * size);
    const driver = await driverWith({ kind: "hang", operation: methodOf("writeTags"), after: 1, times: 1 });
    const controller = new AbortController();
    let calls = 0;
    const crosstag = crosstagWith(
      {
        maximumConcurrentCalls: 1,
        onEvent: (event) => {
          if (event.type === "call-started" && event.operation === "writeTags" && (calls += 1) === 2)
            setTimeout(() => controller.abort(), 20);
        },
      },
      driver,
    );
    const { outcomes, counts } = await within(
      2 * SOON_MS,
      "the canceled request",
      crosstag.tagResource({ resources: texts, tags, readFirst: false }, { signal: controller.signal }),
    );
    assert.deepEqual(
      outcomes.map(({ resource }) => resource),
      texts,
    );
    assert.deepEqual([counts.changed, counts.skipped, counts.unchanged], [size, size, 0], JSON.stringify(counts));
    for (const { resource, status } of outcomes) {
      const isThere = Object.keys(await tagsOf(truth, resource)).length > 0;
      if (status === "changed") assert.ok(isThere, "reported as changed and is not");
      if (status === "skipped") assert.ok(!isThere, "reported as skipped and was changed");
    }
  },
});

const endedCase = (kind: ResourceKind): ConformanceCase => ({
  title: "a request that is canceled before it begins makes no call",
  run: async ({ crosstag, create, log, samplesFor }) => {
    const resources = await create(kind, 2);
    const tags = samplesFor(kind).tags({ team: "payments" });
    const outcomes = await crosstag.tagResource({ resources, tags }, { signal: AbortSignal.abort() }).then(
      (result) => result.outcomes,
      () => [],
    );
    assert.ok(outcomes.every(({ status }) => status === "skipped"));
    assert.equal(await log.calls(), 0);
  },
});
