import type { ResourceKind } from "@crosstag/core";
import { driverMethod } from "@crosstag/core/driver";
import type { KmsProfile } from "@crosstag/core/driver";
import assert from "node:assert/strict";
import { kindsThatCan } from "../conformance-case.ts";
import type { ConformanceCase } from "../conformance-case.ts";
import { assertRefusal } from "./assert-refusal.ts";
import { secretTag } from "./secret-tag.ts";

/** What a driver says of resources that do not exist. */
export function unknownResourceCases(profile: KmsProfile): readonly ConformanceCase[] {
  return [
    ...kindsThatCan(profile, "writeTags").map(unknownWriteCase),
    ...kindsThatCan(profile, "removeTags").map(unknownRemoveCase),
    ...kindsThatCan(profile, "describeResource").map(unknownDescribeCase),
    ...kindsThatCan(profile, "readTags").map(profile.readTagsHidesUnknown ? silentReadCase : unknownReadCase),
  ];
}

const unknownWriteCase = (kind: ResourceKind): ConformanceCase => ({
  title: `${kind}: writing to an unknown one is not-found, and attributed to the resource`,
  run: async (context) => {
    const unknown = await context.scene.unknownReference(kind);
    const resources = [context.reference(unknown)];
    const failure = await context.failure(await context.tagging([unknown], secretTag(context.samplesFor(kind))));
    assertRefusal(failure, ["not-found"], "resource", resources);
  },
});

const unknownRemoveCase = (kind: ResourceKind): ConformanceCase => ({
  title: `${kind}: removing tags from an unknown one is not-found`,
  run: async ({ scene, reference, untagging, failure }) => {
    const unknown = await scene.unknownReference(kind);
    assertRefusal(await failure(await untagging([unknown], ["team"])), ["not-found"], "resource", [reference(unknown)]);
  },
});

const unknownDescribeCase = (kind: ResourceKind): ConformanceCase => ({
  title: `${kind}: describing an unknown one is not-found`,
  run: async ({ scene, driver, reference, call, failure }) => {
    const resource = reference(await scene.unknownReference(kind));
    assertRefusal(
      await failure(() => driverMethod(driver, "describeResource")({ resource }, call())),
      ["not-found"],
      "resource",
      [resource],
    );
  },
});

const unknownReadCase = (kind: ResourceKind): ConformanceCase => ({
  title: `${kind}: reading an unknown one is not-found`,
  run: async ({ scene, driver, reference, call, failure }) => {
    const resources = [reference(await scene.unknownReference(kind))];
    assertRefusal(
      await failure(() => driver.readTags({ kind, resources }, call())),
      ["not-found"],
      "resource",
      resources,
    );
  },
});

const silentReadCase = (kind: ResourceKind): ConformanceCase => ({
  title: `${kind}: reading an unknown one returns nothing, as the profile states`,
  run: async ({ scene, driver, reference, call }) => {
    const known = reference(await scene.create(kind, { tags: { team: "payments" } }));
    const { rows } = await driver.readTags(
      { kind, resources: [known, reference(await scene.unknownReference(kind))] },
      call(),
    );
    assert.deepEqual(rows, [{ id: known.id, key: "team", value: "payments" }]);
  },
});
