import { createCrosstag, rulesFor, toTagRecord } from "@crosstag/core";
import type { Crosstag, EngineOptions, Reference, ResourceKind, TagRecord, TagSet } from "@crosstag/core";
import type { CallContext, DriverMethod, Failure, KmsDriver, WriteMethod, WriteReceipt } from "@crosstag/core/driver";
import type { Fault } from "@crosstag/core/testing";
import { withFaults } from "@crosstag/core/testing";
import assert from "node:assert/strict";
import { split } from "./split.ts";
import type { ConformanceCloud } from "./harness.ts";
import { readAllTags } from "./read-all-tags.ts";
import { prepareTagging, prepareUntagging, writeMethodOf } from "./styled-writes.ts";
import type { PreparedWrite, WriteOperation } from "./styled-writes.ts";
import { createTagSamples } from "./tag-samples.ts";
import type { TagSamples } from "./tag-samples.ts";
import { itemAt, known } from "@crosstag/core/internal";

/** A wire method of the driver. */
export type Method = DriverMethod;

/** What a case works with: its own cloud, and functions that call the driver as the contract requires. */
export interface CaseContext extends ConformanceCloud {
  /** Tags that the driver's rules allow or refuse. */
  readonly samplesFor: (kind: ResourceKind) => TagSamples;
  /** The engine over the driver: no pacing, immediate retries. */
  readonly crosstag: Crosstag;
  /** An engine with other options or over a driver with faults. */
  readonly crosstagWith: (options: EngineOptions, driver?: KmsDriver) => Crosstag;
  /** The driver, or a wrapper of it, that has the fault from now on. */
  readonly driverWith: (fault: Fault & { readonly operation: Method }) => Promise<KmsDriver>;
  /** The parsed name of a resource. */
  readonly reference: (text: string) => Reference;
  /** Creates resources without the driver. */
  readonly create: (kind: ResourceKind, count: number, tags?: TagRecord) => Promise<readonly string[]>;
  /** The context of one call: 10 s. */
  readonly call: () => CallContext;
  /** Runs one method of the driver and checks that exactly one request reached the cloud. */
  readonly oneCall: <Answer>(method: Method, run: () => Promise<Answer>) => Promise<Answer>;
  /** The method of the driver that carries out an operation. */
  readonly methodOf: (operation: WriteOperation) => WriteMethod;
  /** Prepares one call of the driver that sets tags, in the driver's style of writing. */
  readonly tagging: (texts: readonly string[], tags: TagSet, other?: KmsDriver) => Promise<PreparedWrite>;
  /** Prepares one call of the driver that removes tags, in the driver's style of writing. */
  readonly untagging: (texts: readonly string[], tagKeys: readonly string[] | "all") => Promise<PreparedWrite>;
  /** Writes tags by the driver, in as many calls as they need. */
  readonly write: (texts: readonly string[], tags: TagSet) => Promise<void>;
  /** Reads all pages by the driver. */
  readonly read: (texts: readonly string[]) => Promise<ReadonlyMap<string, TagRecord>>;
  /** How the driver classifies the error that `run` ends with, or the failure of its one resource inside a success. */
  readonly failure: (run: () => Promise<object>) => Promise<Failure>;
  /** The same, or undefined if the cloud did not refuse it. */
  readonly failureOrNone: (run: () => Promise<object>) => Promise<Failure | undefined>;
}

const call = (): CallContext => ({ signal: AbortSignal.timeout(10_000), timeoutMs: 10_000 });

/** The context of one case, over its own cloud. */
export function createCaseContext(cloud: ConformanceCloud): CaseContext {
  const { driver, scene, log } = cloud;

  const crosstagWith = (options: EngineOptions, other: KmsDriver = driver): Crosstag =>
    createCrosstag([other], { pacing: "off", retry: "immediate", settleTimeoutMs: 300, ...options });

  const reference = (text: string): Reference => {
    const parsed = driver.references.parse(text, driver.scope);
    assert.ok("reference" in parsed, `the driver does not parse ${text}: ${"problem" in parsed ? parsed.problem : ""}`);
    return parsed.reference;
  };

  const failureOrNone = (run: () => Promise<object>): Promise<Failure | undefined> => failureOf(driver, run);
  let crosstag: Crosstag | undefined;
  return {
    ...cloud,
    samplesFor: (kind) => createTagSamples(rulesFor(driver.rules, kind)),
    get crosstag() {
      return (crosstag ??= crosstagWith({}));
    },
    crosstagWith,
    driverWith: async (fault) => {
      if (cloud.faults?.kinds.includes(fault.kind) !== true) return withFaults(driver, [fault]);
      await cloud.faults.inject(fault);
      return driver;
    },
    reference,
    create: async (kind, count, tags) => {
      const texts: string[] = [];
      for (let index = 0; index < count; index += 1) texts.push(await scene.create(kind, { ...(tags && { tags }) }));
      return texts;
    },
    call,
    oneCall: async (method, run) => {
      const before = [await log.calls(), await log.calls(method)] as const;
      const answer = await run();
      const made = [(await log.calls()) - before[0], (await log.calls(method)) - before[1]];
      assert.deepEqual(
        made,
        [1, 1],
        `${method} must make exactly one request; requests of any kind, and of this kind:`,
      );
      return answer;
    },
    methodOf: (operation) => writeMethodOf(driver, operation),
    tagging: (texts, tags, other = driver) => prepareTagging(other, texts.map(reference), tags, call),
    untagging: (texts, tagKeys) => prepareUntagging(driver, texts.map(reference), tagKeys, call),
    write: (texts, tags) => writeTags(driver, texts.map(reference), tags),
    read: async (texts) => {
      const resources = texts.map(reference);
      const { tags } = await readAllTags(driver, resources, call);
      return new Map(texts.map((text, index) => [text, toTagRecord(known(tags.get(itemAt(resources, index).id)))]));
    },
    failure: async (run) =>
      (await failureOrNone(run)) ?? assert.fail("the cloud did not refuse this, or the driver did not report it"),
    failureOrNone,
  };
}

/** The failure of a call, or of its one resource inside a success; undefined if it was not refused. */
async function failureOf(driver: KmsDriver, run: () => Promise<object>): Promise<Failure | undefined> {
  try {
    const receipt: WriteReceipt = await run();
    return receipt.failed?.length === 1 ? itemAt(receipt.failed, 0).failure : undefined;
  } catch (error) {
    return driver.classify(error);
  }
}

/** Writes tags by the driver, in as many calls as they need. */
async function writeTags(driver: KmsDriver, resources: readonly Reference[], tags: TagSet): Promise<void> {
  const { kind } = itemAt(resources, 0);
  const limit = driver.limits.writeTags[kind] ?? { resources: 1, tags: 1 };
  for (const part of split(resources, limit.resources)) {
    for (const some of split([...tags], limit.tags)) {
      const send = await prepareTagging(driver, part, new Map(some), call);
      await send();
    }
  }
}

/** Fails if the promise is not settled in time. */
export async function within<Value>(milliseconds: number, what: string, promise: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new assert.AssertionError({ message: `${what} took more than ${milliseconds} ms` })),
      milliseconds,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
