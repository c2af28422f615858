import type { ResourceKind, WriteResult } from "@crosstag/core";
import { stateRuleOf } from "@crosstag/core/driver";
import type { CallLimit, WriteReceipt } from "@crosstag/core/driver";
import assert from "node:assert/strict";
import type { CaseContext } from "../case-context.ts";
import { kindsThatCan } from "../conformance-case.ts";
import type { ConformanceCase, ConformanceGroup } from "../conformance-case.ts";
import type { WriteOperation } from "../styled-writes.ts";
import { tagsOf } from "./tag-cases.ts";

/** One bad resource of a call does not fail the others. */
export const batchCases: ConformanceGroup = {
  title: "many resources",
  cases: (profile) =>
    (["writeTags", "removeTags"] as const).flatMap((write) =>
      kindsThatCan(profile, write).flatMap((kind) => {
        const limit = profile.limits[write][kind] ?? { resources: 1, tags: 1 };
        const places = limit.resources > 1 ? (["first", "last"] as const) : (["first"] as const);
        return [
          fewestCallsCase(write, kind, { limit, shapes: profile.limits.shapes?.[write]?.[kind] ?? [] }),
          namedRefusalsCase(write, kind, limit),
          ...places.map((place) => unknownCase(write, kind, limit, place)),
          ...(stateRuleOf(profile.stateRules, write, { kind, state: "pending-deletion" }) === undefined
            ? []
            : [pendingDeletionCase(write, kind, limit)]),
        ];
      }),
    ),
};

const fewestCallsCase = (
  write: WriteOperation,
  kind: ResourceKind,
  { limit, shapes }: { readonly limit: CallLimit; readonly shapes: readonly CallLimit[] },
): ConformanceCase => ({
  title: `${kind}: ${write} of more resources and tags than a call accepts makes the fewest calls`,
  run: async (context) => {
    const { truth, log, create } = context;
    const samples = context.samplesFor(kind);
    const tags = Math.min(limit.tags + 1, samples.maximumTags ?? limit.tags + 1);
    const keys = [...samples.plain(tags).keys()];
    const texts = await create(
      kind,
      2 * limit.resources + 1,
      write === "removeTags" ? Object.fromEntries(samples.plain(tags)) : {},
    );
    const { counts } = await apply(context, write, texts, keys);
    assert.deepEqual(counts, { changed: texts.length, unchanged: 0, skipped: 0, failed: 0, unknown: 0 });
    const calls = await log.calls(context.methodOf(write));
    const inMainShape = 3 * Math.ceil(tags / limit.tags);
    // Other shapes can take fewer, and are not used if they take more.
    if (shapes.length === 0) assert.equal(calls, inMainShape);
    else assert.ok(calls <= inMainShape, `${calls} calls, ${inMainShape} in the main shape`);
    for (const text of texts)
      assert.equal(Object.keys(await tagsOf(truth, text)).length, write === "writeTags" ? tags : 0);
  },
});

const unknownCase = (
  write: WriteOperation,
  kind: ResourceKind,
  limit: CallLimit,
  place: "first" | "last",
): ConformanceCase => ({
  title: `${kind}: one unknown resource, the ${place} of a call, fails alone under ${write}`,
  run: async (context) => {
    const unknown = await context.scene.unknownReference(kind);
    await oneBad(context, { write, kind, limit, place, bad: unknown, code: "not-found" });
  },
});

const namedRefusalsCase = (write: WriteOperation, kind: ResourceKind, limit: CallLimit): ConformanceCase => ({
  title: `${kind}: a success of ${write} names the resources that were refused, and no others`,
  run: async (context) => {
    const { scene, truth, reference } = context;
    const { tags } = context.samplesFor(kind);
    const good = await context.create(kind, Math.max(1, limit.resources - 1), tags({ team: "old" }));
    const send = async (texts: readonly string[]): Promise<WriteReceipt> => {
      const prepared =
        write === "writeTags"
          ? await context.tagging(texts, new Map(Object.entries(tags({ team: "new" }))))
          : await context.untagging(texts, Object.keys(tags({ team: "old" })));
      return prepared();
    };
    assert.deepEqual((await send(good)).failed ?? [], [], "all resources were there");
    const unknown = await scene.unknownReference(kind);
    // Others, because a cloud can refuse to remove a tag twice.
    const others = await context.create(kind, limit.resources - 1, { team: "old" });
    // A cloud that refuses the whole call names nothing: `classify` explains its error.
    const receipt = await send([unknown, ...others]).catch(() => undefined);
    if (receipt === undefined) return;
    const failed = receipt.failed ?? [];
    assert.deepEqual(
      failed.map(({ id, failure }) => ({ id, code: failure.code, applied: failure.applied, scope: failure.scope })),
      [{ id: reference(unknown).id, code: "not-found", applied: "no", scope: "resource" }],
    );
    for (const { id, failure } of failed)
      assert.ok(!`${failure.message} ${failure.hint ?? ""}`.includes(id), "a failure's message repeats the id");
    for (const text of good)
      assert.deepEqual(await tagsOf(truth, text), write === "writeTags" ? tags({ team: "new" }) : {});
  },
});

const pendingDeletionCase = (write: WriteOperation, kind: ResourceKind, limit: CallLimit): ConformanceCase => ({
  title: `${kind}: a resource pending deletion fails alone under ${write}, and keeps its tags`,
  run: async (context) => {
    const tags = context.samplesFor(kind).tags({ team: "old" });
    const doomed = await context.scene.create(kind, { tags });
    await context.scene.scheduleDeletion(doomed);
    await oneBad(context, { write, kind, limit, place: "last", bad: doomed, code: "invalid-state" });
    assert.deepEqual(await tagsOf(context.truth, doomed), tags);
  },
});

interface BadResource {
  readonly write: WriteOperation;
  readonly kind: ResourceKind;
  readonly limit: CallLimit;
  readonly place: "first" | "last";
  readonly bad: string;
  readonly code: string;
}

async function oneBad(context: CaseContext, { write, kind, limit, place, bad, code }: BadResource): Promise<void> {
  const { truth, log, create } = context;
  const { tags } = context.samplesFor(kind);
  const good = await create(
    kind,
    Math.max(2, limit.resources + 1),
    write === "removeTags" ? tags({ team: "old" }) : {},
  );
  const index = place === "first" ? 0 : limit.resources - 1;
  const texts = good.toSpliced(index, 0, bad);
  const { outcomes, counts } = await apply(context, write, texts, Object.keys(tags({ team: "v" })));
  assert.deepEqual(counts, { changed: good.length, unchanged: 0, skipped: 0, failed: 1, unknown: 0 });
  assert.deepEqual(
    outcomes.map(({ resource }) => resource),
    texts,
  );
  const failed = outcomes[index];
  assert.ok(
    failed?.status === "failed" && failed.error.code === code,
    `${failed?.status === "failed" ? failed.error.code : failed?.status}`,
  );
  for (const text of good)
    assert.deepEqual(await tagsOf(truth, text), write === "writeTags" ? tags({ team: "v" }) : {});
  // A refused call is halved until the bad resource is alone: two calls for each halving, and no more.
  const halvings = Math.ceil(Math.log2(limit.resources));
  const atMost = Math.ceil(texts.length / limit.resources) + 2 * halvings;
  assert.ok(
    (await log.calls(context.methodOf(write))) <= atMost,
    `${await log.calls(context.methodOf(write))} calls, at most ${atMost} are needed`,
  );
}

/** Without reading first: the requested tags are sent. */
function apply(
  { crosstag, samplesFor, reference }: CaseContext,
  write: WriteOperation,
  resources: readonly string[],
  keys: readonly string[],
): Promise<WriteResult> {
  const value = samplesFor(reference(resources[0] ?? "").kind).word("value", "v");
  return write === "writeTags"
    ? crosstag.tagResource({ resources, tags: Object.fromEntries(keys.map((key) => [key, value])), readFirst: false })
    : crosstag.untagResource({ resources, tagKeys: keys, readFirst: false });
}
