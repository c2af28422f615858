import { driverMethod } from "../../src/driver.ts";
import type { KmsDriver } from "../../src/driver/kms-driver.ts";
import type { PlannedResourceChange } from "../../src/plan/plan-entry.ts";
import { decorateDriver } from "../../src/testing/faults/decorate-driver.ts";
import type { MemoryCloud } from "../../src/testing/memory/memory-cloud.ts";
import type { RunRecord } from "../../src/run/run-record.ts";

/** What every write of a run is held against, while it is made. */
export interface WriteWatch {
  entries: ReadonlyMap<string, PlannedResourceChange>;
  /** What is on disk; undefined: the run has no journal. */
  records: readonly RunRecord[] | undefined;
  readonly problems: string[];
}

export function newWatch(): WriteWatch {
  return { entries: new Map(), records: undefined, problems: [] };
}

/** A driver that notes writes that are not in the plan, or that are made too early. */
export function watchWrites(driver: KmsDriver, { truth }: MemoryCloud, watch: WriteWatch): KmsDriver {
  const look = (
    ids: readonly { readonly kind: string; readonly id: string }[],
    set: ReadonlyMap<string, string>,
    remove: readonly string[],
  ) => {
    for (const { kind, id } of ids) {
      const reference = `mem:kms:memory-1:1000:${kind}/${id}`;
      const entry = watch.entries.get(reference);
      const note = (problem: string) => watch.problems.push(`${id}: ${problem}`);
      if (entry === undefined) {
        note("is not in the plan");
        continue;
      }
      const now = new Map(Object.entries(truth.tagsOf(reference)));
      const size = now.size;
      const isFirst = (key: string) => entry.removeFirst?.includes(key) === true;
      for (const [key, value] of set) {
        if (now.get(key) === value) continue;
        if (entry.set[key] !== value) note(`${key} is set and the plan does not say so`);
        now.set(key, value);
      }
      for (const key of remove) {
        if (!now.has(key)) continue;
        if (!entry.remove.includes(key)) note(`${key} is removed and the plan does not say so`);
        const missing = Object.entries(entry.set).some(([name, value]) => now.get(name) !== value);
        if (missing && !isFirst(key)) note(`${key} is removed before the others are set`);
        now.delete(key);
      }
      if (now.size > size && now.size > limitOf(driver)) note(`it carries ${now.size} tags`);
      if (watch.records === undefined) continue;
      const own = watch.records.filter((record) => "reference" in record && record.reference === reference);
      if (!own.some(({ type }) => type === "intent")) note("is written without an intent");
      if (own.some((record) => record.type === "outcome" && record.status === "changed")) note("is written again");
    }
  };
  return decorateDriver(driver, {
    writeTags: (call, context) => {
      look(call.resources, call.tags, []);
      return driverMethod(driver, "writeTags")(call, context);
    },
    removeTags: (call, context) => {
      look(call.resources, new Map(), call.tagKeys === "all" ? [] : call.tagKeys);
      return driverMethod(driver, "removeTags")(call, context);
    },
  });
}

function limitOf({ rules }: KmsDriver): number {
  return Math.min(...rules.rules.map((rule) => (rule.check === "count" ? rule.maximum : Infinity)));
}
