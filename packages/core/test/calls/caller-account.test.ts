import { expect, it } from "vitest";
import type { CrosstagEvent } from "../../src/calls/crosstag-event.ts";
import { createCrosstag } from "../../src/create-crosstag.ts";
import { createVirtualClock } from "../../src/testing/clock/virtual-clock.ts";
import { decorateDriver } from "../../src/testing/faults/decorate-driver.ts";
import { createMemoryCloud } from "../../src/testing/memory/memory-cloud.ts";
import { ONE_BY_ONE_SHAPE } from "../../src/testing/memory/memory-shapes.ts";

/** A cloud that cannot tell the account, with the configured one; the events of one listing. */
async function listed(endpoint: string | undefined): Promise<readonly CrosstagEvent[]> {
  const cloud = createMemoryCloud({ ...ONE_BY_ONE_SHAPE, clock: createVirtualClock() });
  const key = cloud.scene.create("key");
  const events: CrosstagEvent[] = [];
  const { endpoint: _, ...driver } = decorateDriver(cloud.driver, { identify: () => Promise.resolve({}) });
  const crosstag = createCrosstag([{ ...driver, ...(endpoint !== undefined && { endpoint }) }], {
    pacing: "off",
    onEvent: (event) => events.push(event),
  });
  for (let count = 0; count < 2; count += 1)
    for await (const { status } of crosstag.listTags({ resources: [key] })) expect(status).toBe("read");
  return events.filter(({ type }) => type === "account-assumed");
}

it("an account that the cloud cannot confirm is reported once, and not at a custom endpoint", async () => {
  const { region, account } = createMemoryCloud(ONE_BY_ONE_SHAPE).driver.scope;
  expect(await listed(undefined)).toEqual([{ type: "account-assumed", provider: "memory", region, account }]);
  expect(await listed("http://127.0.0.1:9")).toEqual([]);
});
