import { expect, it } from "vitest";
import type { QuotaDiscovery } from "../../src/calls/account-quotas.ts";
import type { CrosstagEvent } from "../../src/calls/crosstag-event.ts";
import { createCrosstag } from "../../src/create-crosstag.ts";
import type { KmsDriver } from "../../src/driver/kms-driver.ts";
import type { QuotaPage } from "../../src/driver/driver-receipts.ts";
import type { QuotaRates } from "../../src/driver/quota.ts";
import { createVirtualClock } from "../../src/testing/clock/virtual-clock.ts";
import { createMemoryCloud } from "../../src/testing/memory/memory-cloud.ts";

interface Given {
  readonly known?: QuotaRates;
  readonly read?: (cursor: string | undefined) => QuotaPage;
  readonly discovers?: boolean;
}

/** Two listings of one key, and the rate at which a plan for it is paced. */
async function learn({ known, read = () => ({ rates: {} }), discovers = true }: Given) {
  const clock = createVirtualClock();
  const cloud = createMemoryCloud({ clock });
  const key = cloud.scene.create("key");
  const events: CrosstagEvent[] = [];
  const asked: (string | undefined)[] = [];
  const kept: QuotaRates[] = [];
  const driver: KmsDriver = {
    ...cloud.driver,
    readQuotas: async ({ cursor }) => {
      asked.push(cursor);
      return read(cursor);
    },
  };
  const discovery: QuotaDiscovery = { known: async () => known, keep: (rates) => kept.push(rates) };
  const crosstag = createCrosstag([driver], {
    clock,
    onEvent: (event) => events.push(event),
    ...(discovers && { quotaDiscovery: new Map([[driver, discovery]]) }),
  });
  for (let count = 0; count < 2; count += 1)
    for await (const { status } of crosstag.listTags({ resources: [key] })) expect(status).toBe("read");
  const desired = { version: 1 as const, statements: [{ select: {}, set: { team: "search" } }] };
  const draft = crosstag.planTags({ desired });
  for await (const _ of draft.entries);
  const [cost] = draft.complete().summary.costs;
  return {
    asked,
    kept,
    rate: cost?.requestsPerSecond,
    assumed: events.filter(({ type }) => type === "quotas-assumed"),
  };
}

it("rates are read once before the first paced call, page by page, and plans count with them", async () => {
  const pages: Readonly<Record<string, QuotaPage>> = {
    first: { rates: { unknown: 3 }, next: "second" },
    second: { rates: { writeTags: 25 } },
  };
  const { asked, kept, rate, assumed } = await learn({ read: (cursor = "first") => pages[cursor] ?? { rates: {} } });
  expect(asked).toEqual([undefined, "second"]);
  expect(rate).toBe(25);
  expect(kept).toEqual([{ unknown: 3, writeTags: 25 }]);
  expect(assumed).toEqual([]);
});

it("rates that an earlier process has read are not read again", async () => {
  const { asked, kept, rate } = await learn({ known: { writeTags: 7 } });
  expect([asked, kept, rate]).toEqual([[], [], 7]);
});

function refuse(): never {
  throw new Error("no");
}

it("rates that cannot be read are as documented, which is said once", async () => {
  const { asked, kept, rate, assumed } = await learn({ read: refuse });
  expect(asked).toHaveLength(1);
  expect([kept, rate]).toEqual([[], 10_000]);
  expect(assumed).toMatchObject([{ provider: "memory", region: "memory-1" }]);
});

it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("%j is not a rate", async (writeTags) => {
  expect((await learn({ read: () => ({ rates: { writeTags } }) })).rate).toBe(10_000);
});

it("a list of rates that does not end does not hold a request up", async () => {
  const { asked } = await learn({ read: () => ({ rates: {}, next: "again" }) });
  expect(asked).toHaveLength(20);
});

it("nothing is read of a driver for which it is not configured", async () => {
  expect((await learn({ discovers: false, read: () => ({ rates: { writeTags: 1 } }) })).asked).toEqual([]);
});
