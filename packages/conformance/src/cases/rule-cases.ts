import { CrosstagError, rulesFor, toTagRecord } from "@crosstag/core";
import type { ErrorCode, ResourceKind } from "@crosstag/core";
import type { KmsProfile } from "@crosstag/core/driver";
import { seededRandom } from "@crosstag/core/testing";
import assert from "node:assert/strict";
import { can, kindsThatCan } from "../conformance-case.ts";
import type { ConformanceCase, ConformanceGroup } from "../conformance-case.ts";
import { createTagSamples } from "../tag-samples.ts";
import { tagsOf } from "./tag-cases.ts";

const RANDOM_SETS = 25;
const REFUSALS: ReadonlySet<ErrorCode> = new Set(["tag-refused", "refused", "limit-exceeded", "policy-refused"]);

/** The rules are the cloud's: it accepts what they allow, and refuses what they forbid. */
export const ruleCases: ConformanceGroup = {
  title: "tag rules",
  cases: (profile) => kindsThatCan(profile, "writeTags").flatMap((kind) => casesFor(profile, kind)),
};

function casesFor(profile: KmsProfile, kind: ResourceKind): readonly ConformanceCase[] {
  const samples = createTagSamples(rulesFor(profile.rules, kind));
  return [
    ...samples.offences().map(({ rule, how, tags }): ConformanceCase => ({
      title: `${kind}: ${rule.id}: the cloud refuses a violation (${how}), and so does the engine before any call`,
      run: async ({ scene, truth, log, crosstag, tagging, failure }) => {
        const text = await scene.create(kind);
        const failed = await failure(await tagging([text], tags));
        assert.ok(REFUSALS.has(failed.code), `refused as ${failed.code}`);
        assert.deepEqual({ retry: failed.retry, applied: failed.applied }, { retry: "no", applied: "no" });
        const before = await log.calls();
        await assert.rejects(
          crosstag.tagResource({ resources: [text], tags: [...tags].map(([key, value]) => ({ key, value })) }),
          (error) => {
            assert.ok(CrosstagError.is(error) && error.code === "invalid-request");
            assert.ok(
              error.violations.some((violation) => violation.rule === rule.id && violation.severity === "error"),
            );
            return true;
          },
        );
        assert.equal(await log.calls(), before);
        assert.deepEqual(await tagsOf(truth, text), {});
      },
    })),
    ...(samples.maximumTags === undefined ? [] : [maximumCase(kind, samples.maximumTags)]),
    {
      title: `${kind}: ${RANDOM_SETS} random tag sets are accepted and kept unchanged`,
      run: async ({ scene, truth, driver, crosstag, read }) => {
        const random = seededRandom(20261122);
        for (let index = 0; index < RANDOM_SETS; index += 1) {
          const tags = samples.random(random);
          const text = await scene.create(kind);
          const { outcomes } = await crosstag.tagResource({
            resources: [text],
            tags: [...tags].map(([key, value]) => ({ key, value })),
          });
          const expected = toTagRecord(tags);
          assert.deepEqual(
            outcomes.map(({ status }) => status),
            ["changed"],
            JSON.stringify(expected),
          );
          assert.deepEqual(await tagsOf(truth, text), expected);
          if (can(driver, "readTags", kind)) assert.deepEqual((await read([text])).get(text), expected);
        }
      },
    },
  ];
}

const maximumCase = (kind: ResourceKind, maximum: number): ConformanceCase => ({
  title: `a ${kind} carries ${maximum} tags and not one more`,
  run: async ({ scene, truth, driver, crosstag, samplesFor, write, tagging, methodOf, failure, log }) => {
    const samples = samplesFor(kind);
    const text = await scene.create(kind);
    const full = samples.plain(maximum);
    await write([text], full);
    assert.deepEqual(await tagsOf(truth, text), toTagRecord(full));
    // A value may still change.
    const [changed = ""] = full.keys();
    const value = samples.word("value", "changed");
    await write([text], new Map([[changed, value]]));
    assert.equal((await tagsOf(truth, text))[changed], value);

    const more = samples.tags({ "one-more": "v" });
    const failed = await failure(await tagging([text], new Map(Object.entries(more))));
    assert.ok(REFUSALS.has(failed.code), `refused as ${failed.code}`);
    assert.deepEqual({ retry: failed.retry, applied: failed.applied }, { retry: "no", applied: "no" });
    assert.equal(Object.keys(await tagsOf(truth, text)).length, maximum);

    if (!can(driver, "readTags", kind)) return;
    const before = await log.calls(methodOf("writeTags"));
    const { outcomes } = await crosstag.tagResource({ resources: [text], tags: more });
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ["failed"],
    );
    assert.equal(await log.calls(methodOf("writeTags")), before, "the engine reads first and makes no call");
  },
});
