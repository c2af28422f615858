import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openPostgresBudget, type PostgresBudget } from "../src/index.ts";
import { openCloud, work } from "./budget-work.ts";
import { openFarDatabase, type FarDatabase } from "./far-database.ts";
import { postgresMissing, startPostgres, type TestDatabase } from "./start-postgres.ts";

describe.skipIf(postgresMissing !== "")(
  `turns of a database that is far away (${postgresMissing || "Postgres"})`,
  () => {
    let database: TestDatabase;
    const ends: (() => Promise<void>)[] = [];

    beforeAll(async () => {
      database = await startPostgres();
    });
    afterEach(async () => {
      for (const end of ends.splice(0).toReversed()) await end();
    });
    afterAll(() => database.close());

    async function openFar(milliseconds: number): Promise<FarDatabase> {
      const far = await openFarDatabase(database.url, milliseconds);
      ends.push(() => far.close());
      return far;
    }

    function openBudget({ url }: FarDatabase): PostgresBudget {
      const budget = openPostgresBudget({ databaseUrl: url });
      ends.push(() => budget.close());
      return budget;
    }

    it("come in time for calls of a narrow quota that are made one by one", async () => {
      const far = await openFar(60);
      const { changed, throttled } = await work(openCloud("far-1", 10), 3, openBudget(far), 1);
      expect({ changed, throttled }).toEqual({ changed: 3, throttled: 0 });
    });

    it("come in time for two workers that share a wide quota", async () => {
      const far = await openFar(30);
      const cloud = openCloud("far-2", 2_000);
      const workers = await Promise.all([far, far].map((one) => work(cloud, 60, openBudget(one))));
      expect(workers.map(({ changed, throttled }) => ({ changed, throttled }))).toEqual([
        { changed: 60, throttled: 0 },
        { changed: 60, throttled: 0 },
      ]);
    });
  },
);
