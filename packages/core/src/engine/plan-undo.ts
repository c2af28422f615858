import { CrosstagError } from "../errors/crosstag-error.ts";
import { guardChange } from "../plan/guard-change.ts";
import type { PlanEntry } from "../plan/plan-entry.ts";
import type { PlanDraft, PlanUndoRequest, UndoableChange } from "../plan/plan-request.ts";
import { planResource, skipResource, unreadableResource } from "../plan/plan-resource.ts";
import { PlanTally } from "../plan/plan-tally.ts";
import { groupBy, split } from "../planning/split.ts";
import { rulesFor } from "../rules/rules-for.ts";
import { mapInOrder } from "./concurrency.ts";
import type { DriverEngine } from "./driver-engine.ts";
import { mergeInOrder } from "./merge-in-order.ts";
import { parseResources } from "./parse-resources.ts";
import { plannedResource } from "./plan-candidates.ts";
import { unread } from "./plan-tags.ts";
import { readTags } from "./read-tags.ts";
import type { TagRead } from "./read-tags.ts";
import type { RequestScope } from "./request-scope.ts";
import { toTarget } from "./target.ts";
import type { Target } from "./target.ts";
import { undoChange } from "../run/undo-change.ts";

const CHUNKS_AHEAD = 64;

interface UndoTarget {
  readonly engine: DriverEngine;
  readonly target: Target;
  readonly change: UndoableChange;
}

/** Plans the way back to what a run found, for every resource that is still as the run left it. */
export function planUndo(
  engines: readonly DriverEngine[],
  { run, changes }: PlanUndoRequest,
  openScope: () => RequestScope,
): PlanDraft {
  const tally = new PlanTally();
  let read = false;
  return {
    entries: entriesOf(),
    complete: () => {
      if (!read) throw unread();
      return { origin: { type: "undo", run }, summary: tally.summary() };
    },
  };

  async function* entriesOf(): AsyncGenerator<PlanEntry, void, undefined> {
    const targets = [...changes].map((change) => findTarget(engines, change));
    const scope = openScope();
    try {
      const byEngine = [...groupBy(targets, ({ engine }) => engine)];
      yield* mergeInOrder(byEngine.map(([engine, ofEngine]) => undoInEngine(engine, ofEngine, tally, scope)));
      // A plan that is silently short must not be.
      if (scope.ended !== undefined) throw scope.ended;
      read = true;
    } finally {
      scope.finish();
    }
  }
}

async function* undoInEngine(
  engine: DriverEngine,
  targets: readonly UndoTarget[],
  tally: PlanTally,
  scope: RequestScope,
): AsyncGenerator<PlanEntry, void, undefined> {
  const chunks = [...groupBy(targets, ({ target }) => target.kind)].flatMap(([kind, ofKind]) =>
    split(ofKind, engine.driver.limits.readTags[kind]?.resources ?? 1),
  );
  const planned = mapInOrder(chunks, CHUNKS_AHEAD, async (chunk) => {
    const [first] = chunk as readonly [UndoTarget];
    const references = chunk.map(({ target }) => target.reference);
    const reads = await readTags(engine, first.target.kind, references, scope, { confirmEmpty: true });
    return chunk.map((one) => undoOne(engine, one, reads.get(one.target.reference.id), tally));
  });
  for await (const entries of planned) {
    for (const entry of entries) {
      if (entry === undefined) tally.unchanged();
      else {
        tally.add(entry, engine.driver);
        yield entry;
      }
    }
  }
}

/** Undefined where everything is as it was before the run. */
function undoOne(
  engine: DriverEngine,
  { target, change }: UndoTarget,
  read: TagRead | undefined,
  tally: PlanTally,
): PlanEntry | undefined {
  const resource = plannedResource(engine, target);
  if (read === undefined || "error" in read)
    return unreadableResource(
      resource,
      read?.error ?? new CrosstagError({ code: "internal", message: "The cloud did not answer for it." }),
    );
  const undone = undoChange(change, read.tags);
  if ("changedSince" in undone) {
    return skipResource(
      resource,
      "changed-since",
      `Someone else has changed ${undone.changedSince.map((key) => JSON.stringify(key)).join(", ")} since the run.`,
      undone.changedSince,
    );
  }
  const rules = rulesFor(engine.driver.rules, target.kind);
  const entry = planResource(resource, read.tags, undone.tags, rules);
  if (entry === undefined || entry.action === "skip") return entry;
  return guardChange(entry, rules, { tally, changeSoftwareTags: true, policyTagKeys: new Set() });
}

function findTarget(engines: readonly DriverEngine[], change: UndoableChange): UndoTarget {
  const { resources, violations } = parseResources(engines, [change.reference]);
  const [parsed] = resources;
  if (parsed !== undefined) {
    const { engine, reference, resource } = parsed;
    return { engine, target: toTarget(engine.driver, reference, resource), change };
  }
  throw new CrosstagError({
    code: "configuration",
    operation: "planUndo",
    message:
      `The run changed ${change.reference}, which no configured cloud serves. ${violations[0]?.message ?? ""}`.trim(),
    hint: "Undo it with the configuration that it was made with.",
  });
}
