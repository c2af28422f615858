import { driverMethod, type CallContext, type KmsDriver } from "@crosstag/core/driver";
import { createMemoryCloud } from "@crosstag/core/testing";
import { expect, test } from "vitest";
import { DriverPool, type DriverSlot } from "../../src/fleet/driver-pool.ts";
import { lazyDriver } from "../../src/fleet/lazy-driver.ts";

const CONTEXT: CallContext = { signal: new AbortController().signal, timeoutMs: 1_000 };

function open() {
  const log: string[] = [];
  const { driver: pattern } = createMemoryCloud();
  const withoutPolicies: KmsDriver = { ...pattern };
  delete withoutPolicies.readAccessPolicy;
  const pool = new DriverPool();
  const make = (account: string): KmsDriver => {
    const slot: DriverSlot = {
      users: 0,
      open: async () => ({
        ...pattern,
        native: `client of ${account}`,
        describeResource: async () => {
          log.push(account);
          throw new Error(account);
        },
        close: async () => void log.push(`closed ${account}`),
      }),
    };
    return lazyDriver({
      pattern: withoutPolicies,
      scope: { region: "one", account },
      slot,
      pool,
      identify: () => Promise.reject(new Error("no role")),
      explainIdentify: () => ({ ...pattern.classify(new Error("x")), message: "explained" }),
      onClose: async () => void log.push(`ended ${account}`),
    });
  };
  return { make, log, pattern };
}

test("drivers with the same data share it, and each opens and closes its own driver", async () => {
  const { make, log, pattern } = open();
  const [first, second] = [make("1"), make("2")];
  expect([first.scope.account, second.scope.account]).toEqual(["1", "2"]);
  expect(first.rules).toBe(pattern.rules);
  // A fleet has 50,000 of them: what they share is not copied.
  expect(Object.keys(first)).toEqual(["scope"]);
  expect("readAccessPolicy" in first).toBe(false);
  expect(first.native).toBeUndefined();
  const resource = { provider: pattern.provider, kind: "key", id: "key-1", alias: false, text: "key-1" };
  await expect(driverMethod(second, "describeResource")({ resource }, CONTEXT)).rejects.toThrow("2");
  await expect(driverMethod(first, "describeResource")({ resource }, CONTEXT)).rejects.toThrow("1");
  expect([first.native, second.native]).toEqual(["client of 1", "client of 2"]);
  await Promise.all([first.close(), first.close(), second.close()]);
  expect(log.toSorted()).toEqual(["1", "2", "closed 1", "closed 2", "ended 1", "ended 2"]);
});

test("an error of asking for the account is explained by what asked, for the driver that asked", async () => {
  const { make } = open();
  const [first, second] = [make("1"), make("2")];
  const error: unknown = await first.identify(CONTEXT).catch((reason: unknown) => reason);
  expect(first.classify(error).message).toBe("explained");
  expect(second.classify(error).message).not.toBe("explained");
});
