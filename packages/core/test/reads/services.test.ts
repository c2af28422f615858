import { describe, expect, it } from "vitest";
import { createCrosstag } from "../../src/create-crosstag.ts";
import type { DesiredState } from "../../src/desired/desired-state.ts";
import type { UnlistedResources } from "../../src/reads/read-requests.ts";
import type { IntentRecord } from "../../src/run/run-record.ts";
import { createMemoryCloud, createVirtualClock, decorateDriver, ONE_BY_ONE_SHAPE } from "../../src/testing.ts";
import { createMemoryJournal, keepPlan } from "../run/plan-in-memory.ts";

/** The KMS of a cloud and a service beside it, in each of these regions. */
function openServices(regions: readonly string[] = ["one"]) {
  const clock = createVirtualClock();
  const clouds = regions.flatMap((region) => [
    createMemoryCloud({ ...ONE_BY_ONE_SHAPE, clock, region, kinds: ["key"] }),
    createMemoryCloud({ ...ONE_BY_ONE_SHAPE, clock, region, kinds: ["secret"], service: "vault" }),
  ]);
  const drivers = clouds.map(({ driver }) => driver);
  const names = clouds.map(({ scene, driver }) => scene.create(driver.service === undefined ? "key" : "secret"));
  const options = { clock, pacing: "off", retry: "immediate" } as const;
  const [kms, vault] = clouds;
  const [key, secret] = names;
  if (kms === undefined || vault === undefined || key === undefined || secret === undefined) throw new Error("none");
  return { clouds, drivers, names, options, kms, vault, key, secret, crosstag: createCrosstag(drivers, options) };
}

describe("two services of one cloud, account and region", () => {
  it("take each reference to the service that it is a name of, and a bare id to the KMS", async () => {
    const { crosstag, kms, vault, key, secret } = openServices();
    expect([key, secret]).toEqual(["mem:kms:one:1000:key/key-000001", "mem:vault:one:1000:secret/secret-000001"]);
    const { outcomes } = await crosstag.tagResource({
      resources: [secret, "key-000001", key],
      tags: { team: "payments" },
    });
    expect(outcomes).toMatchObject([
      { status: "changed", reference: secret },
      { status: "changed", reference: key },
    ]);
    expect(vault.truth.tagsOf(secret)).toEqual({ team: "payments" });
    expect(kms.truth.tagsOf(key)).toEqual({ team: "payments" });
  });

  it("are asked for the account only if a resource of theirs is meant", async () => {
    const { crosstag, kms, vault, key } = openServices();
    await crosstag.tagResource({ resources: [key, "key-000001"], tags: { team: "payments" } });
    expect([kms.log.identified, vault.log.identified]).toEqual([1, 0]);
  });

  it("are scopes of their own in plans, runs and undos", async () => {
    const { drivers, options, key, secret, crosstag } = openServices();
    const desired: DesiredState = { version: 1, statements: [{ select: {}, set: { stage: "live" } }] };
    const plan = await keepPlan(crosstag.planTags({ desired }));
    expect(plan.all.map(({ scope, reference }) => [scope, reference])).toEqual([
      ["memory/1000/one", key],
      ["memory/1000/one/vault", secret],
    ]);
    const journal = createMemoryJournal();
    await expect(crosstag.applyPlan({ plan, journal })).resolves.toMatchObject({ counts: { changed: 2 } });

    const changes = journal.records.filter((record): record is IntentRecord => record.type === "intent");
    const undo = await keepPlan(crosstag.planUndo({ run: "r", changes }));
    expect(undo.all.map(({ scope }) => scope)).toEqual(plan.all.map(({ scope }) => scope));

    const [kms] = drivers;
    const part = createCrosstag(kms === undefined ? [] : [kms], options);
    await expect(part.applyPlan({ plan })).resolves.toMatchObject({
      counts: { unchanged: 1 },
      stopped: [{ scope: "memory/1000/one/vault" }],
    });
    const partly = await keepPlan(part.planUndo({ run: "r", changes }));
    expect(partly.all).toMatchObject([
      { scope: "memory/1000/one", action: "change" },
      { scope: "memory/1000/one/vault", reason: "not-configured", kind: "secret" },
    ]);
  });

  it("fail one by one when they are listed", async () => {
    const { kms, vault, key, options } = openServices();
    const refusal = new Error("refused");
    const denied = decorateDriver(vault.driver, {
      listResources: () => Promise.reject(refusal),
      classify: (error) =>
        error === refusal
          ? { code: "access-denied", retry: "no", applied: "no", scope: "call", message: "It is refused." }
          : vault.driver.classify(error),
    });
    const crosstag = createCrosstag([kms.driver, denied], options);
    const unlisted: UnlistedResources[] = [];
    const found: string[] = [];
    for await (const { reference } of crosstag.findResources({ onUnlisted: (one) => unlisted.push(one) }))
      found.push(reference);
    expect(found).toEqual([key]);
    expect(unlisted).toMatchObject([{ region: "one", service: "vault", kind: "secret" }]);
    const desired: DesiredState = { version: 1, statements: [{ select: {}, set: { stage: "live" } }] };
    const plan = await keepPlan(crosstag.planTags({ desired, onUnlisted: () => {} }));
    expect(plan.header.summary.warnings).toMatchObject([
      { message: expect.stringContaining("the secrets of memory/1000/one/vault") as string },
    ]);
  });

  it("explain a name of one by its own rules, and list the forms of all for a name of none", async () => {
    const { crosstag, options, drivers } = openServices();
    const problemOf = async (resource: string, by = crosstag) => {
      const error: unknown = await by.tagResource({ resources: [resource], tags: { a: "b" } }).catch((why) => why);
      return error as { message: string; hint: string };
    };
    for (const by of [crosstag, createCrosstag(drivers.toReversed(), options)]) {
      const elsewhere = await problemOf("mem:vault:two:1000:secret/a", by);
      expect(elsewhere.message).toContain("The resource is in another region.");
      const unknown = await problemOf("mem:disks:one:1000:volume/a", by);
      expect(unknown.message).toMatch(
        /It is not a name of Memory (cloud, or of Memory vault|vault, or of Memory cloud)\./u,
      );
      expect(unknown.hint).toContain("mem:kms:<region>:<account>:key/<id>");
      expect(unknown.hint).toContain("mem:vault:<region>:<account>:secret/<name>");
    }
  });

  it("are found by place among many clouds", async () => {
    const { crosstag, names, clouds } = openServices(["one", "two", "three", "four", "five"]);
    const { counts } = await crosstag.tagResource({ resources: names, tags: { team: "payments" } });
    expect(counts.changed).toBe(10);
    expect(clouds.map(({ log }) => log.calls("writeTags"))).toEqual(Array.from({ length: 10 }, () => 1));
  });

  it("are refused if they are the same service twice", () => {
    const { drivers, options } = openServices();
    const [, vault] = drivers;
    expect(() => createCrosstag(vault === undefined ? [] : [...drivers, vault], options)).toThrow(
      "Two configured clouds have the same scope (memory, account 1000, region one, service vault)",
    );
  });
});
