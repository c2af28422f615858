import { describe, expect, it } from "vitest";
import { driverMethod } from "../../src/driver.ts";
import type { CallContext, Failure, KmsDriver, ListResourcesCall, ResourcePage } from "../../src/driver.ts";
import { createMemoryCloud, createVirtualClock, seededRandom, withFaults } from "../../src/testing.ts";
import type { Fault, FaultOptions } from "../../src/testing.ts";

function faulty(faults: readonly Fault[], options?: FaultOptions) {
  const cloud = createMemoryCloud();
  const driver = withFaults(cloud.driver, faults, options);
  const text = cloud.scene.create("key");
  const parsed = driver.references.parse(text, driver.scope);
  if (!("reference" in parsed)) throw new Error(parsed.problem);
  const { reference } = parsed;
  const context: CallContext = { signal: new AbortController().signal, timeoutMs: 1_000 };
  const write = (signal = context.signal): Promise<string> =>
    driverMethod(driver, "writeTags")(
      { kind: "key", resources: [reference], tags: new Map([["team", "payments"]]) },
      { ...context, signal },
    ).then(
      () => "done",
      (error: unknown) => {
        const { code, retry, applied } = driver.classify(error);
        return `${code} ${retry} ${applied}`;
      },
    );
  return { ...cloud, driver, text, reference, context, write };
}

describe("withFaults", () => {
  it.each([
    ["throttle", "throttled throttled no", 0],
    ["lose-request", "unavailable transient maybe", 0],
    ["lose-answer", "unavailable transient maybe", 1],
    ["garble-answer", "unavailable transient maybe", 1],
  ] as const)("%s is raised as %s, with %i requests made", async (kind, failure, calls) => {
    const { write, log, truth, text } = faulty([{ kind, times: 1 }]);
    expect(await write()).toBe(failure);
    expect(log.calls()).toBe(calls);
    expect(truth.tagsOf(text)).toEqual(calls === 1 ? { team: "payments" } : {});
    expect(await write()).toBe("done");
  });

  it("strikes after so many calls, so many times, at one operation and one resource", async () => {
    const { write, driver, reference, context } = faulty([
      { kind: "throttle", operation: "writeTags", after: 1, times: 2 },
      { kind: "throttle", resource: "another" },
    ]);
    const answers: string[] = [];
    for (let call = 0; call < 5; call += 1) answers.push((await write()).split(" ")[0] ?? "");
    expect(answers).toEqual(["done", "throttled", "throttled", "done", "done"]);
    expect((await driver.readTags({ kind: "key", resources: [reference] }, context)).rows).toHaveLength(1);
  });

  it("says which fault strikes which method", async () => {
    const strikes: string[] = [];
    const { write } = faulty([{ kind: "throttle", times: 1 }], {
      onStrike: ({ kind }, operation) => strikes.push(`${kind} ${operation}`),
    });
    await write();
    await write();
    expect(strikes).toEqual(["throttle writeTags"]);
  });

  it("heeds a fault that is added later", async () => {
    const faults: Fault[] = [];
    const { write } = faulty(faults);
    expect(await write()).toBe("done");
    faults.push({ kind: "throttle" });
    expect(await write()).toMatch(/^throttled/u);
  });

  it("fails by chance as often as configured", async () => {
    const { write } = faulty([{ kind: "throttle", probability: 0.25 }], { random: seededRandom(3) });
    let strikes = 0;
    for (let call = 0; call < 1_000; call += 1) if ((await write()) !== "done") strikes += 1;
    expect(strikes).toBeGreaterThan(200);
    expect(strikes).toBeLessThan(300);
  });

  it("hangs until the call is given up, and makes no request", async () => {
    const { write, log } = faulty([{ kind: "hang" }]);
    const controller = new AbortController();
    const answer = write(controller.signal);
    controller.abort(new DOMException("given up", "AbortError"));
    expect(await answer).toBe("canceled no maybe");
    expect(log.calls()).toBe(0);
  });

  it("delays by its clock", async () => {
    const clock = createVirtualClock();
    const { write } = faulty([{ kind: "delay", delayMs: 5_000 }], { clock });
    expect(await write()).toBe("done");
    expect(clock.now()).toBe(5_000);
  });

  it("leaves the errors of the cloud to the driver", async () => {
    const { driver, scene, context } = faulty([{ kind: "throttle", operation: "readTags" }]);
    const parsed = driver.references.parse(scene.unknownReference("key"), driver.scope);
    if (!("reference" in parsed)) throw new Error(parsed.problem);
    const describeOne = driverMethod(driver, "describeResource");
    const error = await describeOne({ resource: parsed.reference }, context).catch((reason: unknown) => reason);
    expect(driver.classify(error)).toMatchObject({ code: "not-found", providerCode: "ResourceNotFound" });
  });

  it("goes around a driver that is an instance of a class", async () => {
    const { driver, context } = faulty([]);
    class ClassDriver implements Pick<KmsDriver, "scope" | "classify" | "listResources"> {
      readonly #inner = driver;
      get scope(): KmsDriver["scope"] {
        return this.#inner.scope;
      }
      classify(error: unknown): Failure {
        return this.#inner.classify(error);
      }
      listResources(call: ListResourcesCall, given: CallContext): Promise<ResourcePage> {
        return driverMethod(this.#inner, "listResources")(call, given);
      }
    }
    const around = withFaults(new ClassDriver() as unknown as KmsDriver, [{ kind: "throttle", after: 1 }]);
    expect(around.scope).toEqual(driver.scope);
    const list = driverMethod(around, "listResources");
    expect((await list({ kind: "key" }, context)).resources).toHaveLength(1);
    const error = await list({ kind: "key" }, context).catch((reason: unknown) => reason);
    expect(around.classify(error).code).toBe("throttled");
    expect(around.classify(new Error("else")).code).toBe("internal");
  });
});
