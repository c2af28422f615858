import type { Plan } from "@crosstag/core";
import { describe, expect, test } from "vitest";
import { openPostgresBudget, openRuns, openSchedules, startWorker } from "../src/index.ts";
import { RUN_TABLES } from "../src/runs/run-tables.ts";
import { postgresMissing } from "./start-postgres.ts";
import { useDatabase } from "./use-database.ts";

/** There is no database: it would be the error if the options were taken. */
const databaseUrl = "postgres://nobody@127.0.0.1:1/none";

const OPENED: readonly (readonly [string, (options: never) => unknown, string, string])[] = [
  ["openRuns", openRuns, "createTable", "createTables"],
  ["openSchedules", openSchedules, "createTable", "createTables"],
  ["startWorker", startWorker, "leaseMS", "leaseMs"],
  ["openPostgresBudget", openPostgresBudget, "maximumConnection", "maximumConnections"],
];

test.each(OPENED)("%s refuses an option that it does not have", async (name, open, wrong, right) => {
  const options = { databaseUrl, [wrong]: 1 };
  await expect((async () => open(options as never))()).rejects.toMatchObject({
    code: "configuration",
    message: `${name} has no option \`${wrong}\`. Did you mean \`${right}\`?`,
  });
});

describe.skipIf(postgresMissing !== "")(`the submission of a plan ${postgresMissing}`, () => {
  const used = useDatabase([RUN_TABLES]);

  test("is refused with an option that it does not have: more would be changed than was meant", async () => {
    const runs = await openRuns({ databaseUrl: used.server.url });
    await expect(runs.submit({} as Plan, { limits: 1 } as never)).rejects.toMatchObject({
      code: "invalid-request",
      message: "submit has no option `limits`. Did you mean `limit`? Nothing was sent.",
    });
    await runs.close();
  });
});
