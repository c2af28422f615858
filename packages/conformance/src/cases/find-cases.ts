import { driverMethod } from "@crosstag/core/driver";
import { resourceIdentity } from "@crosstag/core";
import type { ResourceKind } from "@crosstag/core";
import assert from "node:assert/strict";
import { allPages } from "../read-all-tags.ts";
import { can, kindsThatCan } from "../conformance-case.ts";
import type { ConformanceCase, ConformanceGroup } from "../conformance-case.ts";
import { collect } from "./read-cases.ts";

const MANY = 205;

/** Resources are listed completely. */
export const findCases: ConformanceGroup = {
  title: "finding resources",
  cases: (profile, { manyResources = MANY }) =>
    kindsThatCan(profile, "listResources").flatMap((kind) => [
      noneCase(kind),
      allCase(kind, manyResources),
      ...(can(profile, "describeResource", kind) ? [describeCase(kind)] : []),
    ]),
};

const noneCase = (kind: ResourceKind): ConformanceCase => ({
  title: `${kind}: none is found if none exists`,
  run: async ({ driver, crosstag, oneCall, call }) => {
    const { resources, next } = await oneCall("listResources", () =>
      driverMethod(driver, "listResources")({ kind }, call()),
    );
    assert.deepEqual({ resources, next }, { resources: [], next: undefined });
    assert.deepEqual(await collect(crosstag.findResources({ kinds: [kind] })), []);
  },
});

const allCase = (kind: ResourceKind, many: number): ConformanceCase => ({
  title: `${kind}: all ${many} are found over all pages, once each, under their own names`,
  run: async ({ driver, crosstag, create, reference, call }) => {
    const identities = (await create(kind, many)).map((text) => resourceIdentity(reference(text))).toSorted();
    const list = (): Promise<readonly string[]> =>
      allPages(async (cursor) => {
        const page = await driverMethod(driver, "listResources")(
          { kind, ...(cursor !== undefined && { cursor }) },
          call(),
        );
        for (const resource of page.resources) assert.equal(resource.kind, kind);
        return { items: page.resources.map((resource) => resourceIdentity(resource)), next: page.next };
      });
    assert.deepEqual((await list()).toSorted(), identities);
    const found = await collect(crosstag.findResources({ kinds: [kind] }));
    assert.deepEqual(found.map((resource) => resourceIdentity(reference(resource.reference))).toSorted(), identities);
    assert.ok(
      found.every(
        (resource) =>
          resource.kind === kind && resource.provider === driver.provider && resource.region === driver.scope.region,
      ),
    );
  },
});

const describeCase = (kind: ResourceKind): ConformanceCase => ({
  title: `${kind}: they are described if requested`,
  run: async ({ crosstag, create, reference }) => {
    const texts = await create(kind, 3);
    const found = await collect(crosstag.findResources({ kinds: [kind], describe: true }));
    assert.deepEqual(
      found.map(({ id, description }) => `${id} ${description?.state} ${description?.managedBy}`).toSorted(),
      texts.map((text) => `${reference(text).id} enabled customer`).toSorted(),
    );
  },
});
