import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openPlanFile } from "@crosstag/core/node";
import { openRuns } from "@crosstag/dbos";
import { expect, it } from "vitest";
import { openDatabase } from "../../packages/dbos/src/database/open-database.ts";
import { postgresMissing, startPostgres } from "../../packages/dbos/test/start-postgres.ts";
import { expectExit, resultOf } from "./run-crosstag.ts";
import { openScene } from "./scene.ts";

it.skipIf(postgresMissing !== "")(
  `two commands that resume a run of workers at once both follow it ${postgresMissing}`,
  async () => {
    await using scene = await openScene();
    const server = await startPostgres();
    scene.clouds.aws.keys.addMany(1);
    const desired = "version: 1\nstatements: [{ select: { clouds: [aws], kinds: [key] }, set: { stage: live } }]\n";
    await writeFile(join(scene.directory, "crosstag-tags.yaml"), desired);
    expectExit(await scene.run(["plan", "--out", "plan.json"]), 0);
    const runs = await openRuns({ databaseUrl: server.url });
    const id = await runs.submit(await openPlanFile(join(scene.directory, "plan.json")));
    const database = await openDatabase({ databaseUrl: server.url }, []);
    await database.rows("update crosstag_runs set state = 'ended', ended = 'interrupted'");
    const commands = await database.transact(async (client) => {
      await client.query("select 1 from crosstag_runs for update");
      const begun = [1, 2].map(() => scene.start(["resume", id, "--on", server.url]));
      for (;;) {
        await client.query("select 1");
        const waiting = await database.rows("select 1 from pg_stat_activity where wait_event_type = 'Lock'");
        if (waiting.length === 2) return begun;
        await sleep(100);
      }
    });
    const results = commands.map((command) => resultOf(command));
    const told = commands.map(async (command) => {
      let stderr = "";
      for await (const chunk of (await command.nodeChildProcess).stderr ?? []) {
        stderr += String(chunk);
        if (stderr.includes("No worker is running")) break;
      }
      (await command.nodeChildProcess).kill("SIGINT");
    });
    await Promise.all(told);
    const lines = (await Promise.all(results)).map(({ stderr }) => stderr.split("\n")[0] ?? "");
    expect(lines.toSorted()).toEqual([`Run ${id} continues.`, `Run ${id} has not ended: workers continue it.`]);
    await database.close();
    await runs.close();
    await server.close();
  },
);
