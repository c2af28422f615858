import type { ResourceKind } from "@crosstag/core";
import { driverMethod } from "@crosstag/core/driver";
import type { CallLimit, CallShape, WriteReceipt } from "@crosstag/core/driver";
import assert from "node:assert/strict";
import type { CaseContext } from "../case-context.ts";
import { kindsThatCan } from "../conformance-case.ts";
import type { ConformanceCase, ConformanceGroup } from "../conformance-case.ts";
import { tagsOf } from "./tag-cases.ts";

type Write = "writeTags" | "removeTags";

/** One further shape of an operation. */
interface ShapeOfWrite {
  readonly write: Write;
  readonly kind: ResourceKind;
  readonly shape: CallShape;
}

/** Each shape of a call that changes tags is what the limits state. */
export const shapeCases: ConformanceGroup = {
  title: "shapes of calls",
  cases: (profile) => [
    ...kindsThatCan(profile, "writeTags", "removeTags").flatMap((kind) => {
      const limit = profile.limits.changeTags?.[kind];
      return limit === undefined ? [] : [changeCase(kind, limit)];
    }),
    ...(["writeTags", "removeTags"] as const).flatMap((write) =>
      kindsThatCan(profile, write).flatMap((kind) =>
        (profile.limits.shapes?.[write]?.[kind] ?? []).flatMap((shape) => {
          const one = { write, kind, shape };
          return [fullCallCase(one), ...(write === "writeTags" ? [otherValueCase(one)] : [])];
        }),
      ),
    ),
  ],
};

const changeCase = (kind: ResourceKind, limit: CallLimit): ConformanceCase => ({
  title: `${kind}: one changeTags call sets and removes as many tags as the limits state, and keeps the others`,
  run: async (context) => {
    const samples = context.samplesFor(kind);
    // All tags that the resource has on the way must fit.
    const each = Math.min(limit.tags, Math.floor(((samples.maximumTags ?? Number.POSITIVE_INFINITY) - 1) / 2));
    const [old, tags] = [samples.plain(2 * each), samples.plain(each)];
    const removed = [...old].slice(each);
    const texts = await context.create(kind, limit.resources, { ...Object.fromEntries(removed), kept: "v" });
    const call = { kind, resources: texts.map(context.reference), tags, tagKeys: removed.map(([key]) => key) };
    await context.oneCall("changeTags", () => driverMethod(context.driver, "changeTags")(call, context.call()));
    for (const text of texts)
      assert.deepEqual(await tagsOf(context.truth, text), { ...Object.fromEntries(tags), kept: "v" });
  },
});

const fullCallCase = ({ write, kind, shape }: ShapeOfWrite): ConformanceCase => ({
  title: `${kind}: one ${write} call of the shape ${shape.shape} accepts as many resources and tags as the limits state`,
  run: async (context) => {
    const samples = context.samplesFor(kind);
    const tags = samples.plain(Math.min(shape.tags, (samples.maximumTags ?? Number.POSITIVE_INFINITY) - 1));
    const before = write === "removeTags" ? Object.fromEntries(tags) : {};
    const texts = await context.create(kind, shape.resources, { ...before, kept: "v" });
    await context.oneCall(write, () => send(context, { write, kind, shape }, texts, tags));
    const after = write === "writeTags" ? Object.fromEntries(tags) : {};
    for (const text of texts) assert.deepEqual(await tagsOf(context.truth, text), { ...after, kept: "v" });
  },
});

const otherValueCase = ({ write, kind, shape }: ShapeOfWrite): ConformanceCase => ({
  title: `${kind}: a ${write} call of the shape ${shape.shape} ${shape.addsOnly ? "refuses a tag that has another value" : "changes values"}`,
  run: async (context) => {
    const text = await context.scene.create(kind, { tags: { team: "old" } });
    const call = () => send(context, { write, kind, shape }, [text], new Map([["team", "new"]]));
    if (shape.addsOnly !== true) await call();
    else {
      const { code, retry, applied, scope } = await context.failure(call);
      assert.deepEqual(
        { code, retry, applied, scope },
        { code: "conflict", retry: "no", applied: "no", scope: "resource" },
      );
    }
    assert.deepEqual(await tagsOf(context.truth, text), { team: shape.addsOnly ? "old" : "new" });
  },
});

function send(
  { driver, reference, call }: CaseContext,
  { write, kind, shape: { shape } }: ShapeOfWrite,
  texts: readonly string[],
  tags: ReadonlyMap<string, string>,
): Promise<WriteReceipt> {
  const resources = texts.map(reference);
  return write === "writeTags"
    ? driverMethod(driver, "writeTags")({ kind, resources, tags, shape }, call())
    : driverMethod(driver, "removeTags")({ kind, resources, tagKeys: [...tags.keys()], shape }, call());
}
