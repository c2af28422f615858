import type { ResourceKind, TagRecord } from "@crosstag/core";
import { driverMethod } from "@crosstag/core/driver";
import type { WriteReceipt } from "@crosstag/core/driver";
import { itemAt } from "@crosstag/core/internal";
import { decorateDriver } from "@crosstag/core/testing";
import assert from "node:assert/strict";
import type { CaseContext } from "../case-context.ts";
import type { ConformanceCase } from "../conformance-case.ts";
import type { PreparedWrite } from "../styled-writes.ts";
import { tagsOf } from "./tag-cases.ts";

/** A call that removes a tag which the resource does not have. */
interface Removal {
  /** The call, for a message. */
  readonly what: string;
  /** The tags of the resource before the call, and after it if it is accepted. */
  readonly before: TagRecord;
  readonly after: TagRecord;
  readonly send: (text: string) => Promise<WriteReceipt>;
}

/** The removals of every shape. */
function removals(
  { driver, samplesFor, reference, untagging, call }: CaseContext,
  kind: ResourceKind,
): readonly Removal[] {
  const samples = samplesFor(kind);
  const before = samples.tags({ a: "1", b: "2" });
  const absent = samples.word("key", "x");
  const [present = "", kept = ""] = Object.keys(before);
  const { removeTags, changeTags, shapes } = driver.limits;
  const keys = (most = 1) => (most === 1 ? [absent] : [present, absent]);
  const after = (most = 1) => (most === 1 ? before : { [kept]: before[kept] ?? "" });
  const shaped = (shapes?.removeTags?.[kind] ?? []).map(({ shape, tags }) => ({
    what: `removeTags of the shape ${shape}`,
    before,
    after: after(tags),
    send: (text: string) =>
      driverMethod(driver, "removeTags")({ kind, resources: [reference(text)], tagKeys: keys(tags), shape }, call()),
  }));
  const set = samples.tags({ y: "3" });
  const changed = {
    what: "changeTags",
    before,
    after: { ...before, ...set },
    send: (text: string) =>
      driverMethod(driver, "changeTags")(
        { kind, resources: [reference(text)], tags: new Map(Object.entries(set)), tagKeys: [absent] },
        call(),
      ),
  };
  const most = removeTags[kind]?.tags;
  const plain = {
    what: "removeTags",
    before,
    after: after(most),
    send: async (text: string) => (await untagging([text], keys(most)))(),
  };
  return [plain, ...shaped, ...(changeTags?.[kind] === undefined ? [] : [changed])];
}

/**
 * An operation of the cloud can refuse to remove a tag key that the resource does not have. Which of them do is not asked:
 * the operations of one cloud can differ, and the engine removes only what it has read.
 */
export const absentTagCases = (kind: ResourceKind): readonly ConformanceCase[] => [
  {
    title: `${kind}: removing a tag that does not exist succeeds, or is refused for that resource alone`,
    run: async (context) => {
      const { scene, truth, failureOrNone } = context;
      for (const { what, before, after, send } of removals(context, kind)) {
        const text = await scene.create(kind, { tags: before });
        const failure = await failureOrNone(() => send(text));
        if (failure !== undefined) {
          const { retry, applied, scope } = failure;
          assert.deepEqual({ retry, applied, scope }, { retry: "no", applied: "no", scope: "resource" }, what);
        }
        assert.deepEqual(await tagsOf(truth, text), failure === undefined ? after : before, what);
      }
    },
  },
  {
    title: `${kind}: a request removes the tags that exist, and a tag that is gone meanwhile is not a failure`,
    run: async ({ scene, truth, driver, crosstagWith, reference, untagging }) => {
      const texts = [
        await scene.create(kind, { tags: { a: "1", kept: "2" } }),
        await scene.create(kind, { tags: { kept: "2" } }),
        await scene.create(kind, { tags: { b: "1", kept: "2" } }),
        await scene.create(kind, { tags: { a: "1", b: "1", kept: "2" } }),
      ];
      // Another program removes tags between the reading and the write of the last two.
      const others = new Map<string, PreparedWrite>();
      for (const text of texts.slice(2)) others.set(reference(text).id, await untagging([text], ["b"]));
      const accepted = new Set<string>();
      const crosstag = crosstagWith(
        {},
        decorateDriver(driver, {
          removeTags: async (call, context) => {
            for (const { id } of call.resources) {
              const send = others.get(id);
              others.delete(id);
              await send?.();
            }
            const receipt = await driverMethod(driver, "removeTags")(call, context);
            const refused = new Set(receipt.failed?.map(({ id }) => id));
            for (const { id } of call.resources) if (!refused.has(id)) accepted.add(id);
            return receipt;
          },
        }),
      );
      const { outcomes } = await crosstag.untagResource({ resources: texts, tagKeys: ["a", "b"], readFirst: false });
      const gone = accepted.has(reference(itemAt(texts, 2)).id) ? "changed" : "unchanged";
      assert.deepEqual(
        outcomes.map(({ status }) => status),
        ["changed", "unchanged", gone, "changed"],
      );
      for (const text of texts) assert.deepEqual(await tagsOf(truth, text), { kept: "2" });
    },
  },
];
