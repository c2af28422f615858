import { driverMethod } from "@crosstag/core/driver";
import type { ResourceKind } from "@crosstag/core";
import assert from "node:assert/strict";
import { kindsThatCan } from "../conformance-case.ts";
import type { ConformanceCase, ConformanceGroup } from "../conformance-case.ts";

/** The policies of resources are read. */
export const accessPolicyCases: ConformanceGroup = {
  title: "access policies",
  cases: (profile) =>
    kindsThatCan(profile, "readAccessPolicy").flatMap((kind) => [documentCase(kind), unknownCase(kind)]),
};

const documentCase = (kind: ResourceKind): ConformanceCase => ({
  title: `${kind}: its own policy, and no other, is read in one call`,
  run: async ({ driver, scene, create, reference, oneCall, call }) => {
    const texts = await create(kind, 2);
    const documents = texts.map((text, index) => ({ text, document: documentOf(index) }));
    assert.ok(scene.setAccessPolicy !== undefined, "the scene of the harness lacks setAccessPolicy");
    for (const { text, document } of documents) await scene.setAccessPolicy(text, document);
    for (const { text, document: expected } of documents) {
      const read = () => driverMethod(driver, "readAccessPolicy")({ resource: reference(text) }, call());
      const { document } = await oneCall("readAccessPolicy", read);
      assert.deepEqual(document, expected);
    }
  },
});

const documentOf = (index: number): object => ({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: `statement ${index} “in any script” \\ "quoted"`,
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: ["kms:Decrypt"],
      Resource: "*",
      Condition: { StringEquals: { [`aws:ResourceTag/tag-${index}`]: "a\nb" } },
    },
  ],
});

const unknownCase = (kind: ResourceKind): ConformanceCase => ({
  title: `${kind}: an unknown one has no policy and is not-found`,
  run: async ({ driver, scene, reference, failure, call }) => {
    const resource = reference(await scene.unknownReference(kind));
    const { code, retry, applied } = await failure(() =>
      driverMethod(driver, "readAccessPolicy")({ resource }, call()),
    );
    assert.deepEqual({ code, retry, applied }, { code: "not-found", retry: "no", applied: "no" });
  },
});
