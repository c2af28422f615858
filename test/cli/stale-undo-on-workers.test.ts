import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openRuns } from "@crosstag/dbos";
import { expect, it } from "vitest";
import { postgresMissing, startPostgres } from "../../packages/dbos/test/start-postgres.ts";
import { expectExit } from "./run-crosstag.ts";
import { openScene } from "./scene.ts";

it.skipIf(postgresMissing !== "")(
  `an undo of a run of this machine is not submitted to workers if the run was resumed since it was planned ${postgresMissing}`,
  async () => {
    await using scene = await openScene();
    const server = await startPostgres();
    scene.clouds.aws.keys.addMany(2);
    const desired = "version: 1\nstatements: [{ select: { clouds: [aws], kinds: [key] }, set: { stage: live } }]\n";
    await writeFile(join(scene.directory, "crosstag-tags.yaml"), desired);
    expectExit(await scene.run(["plan", "--out", "plan.json"]), 0);
    expectExit(await scene.run(["apply", "plan.json", "--limit", "1"]), 0);
    expectExit(await scene.run(["undo", "latest", "--out", "undo.json"]), 0);
    expectExit(await scene.run(["resume", "latest"]), 0);
    const runs = await openRuns({ databaseUrl: server.url });
    const refused = await scene.run(["apply", "undo.json", "--on", server.url]);
    expectExit(refused, 1);
    expect(refused.stderr).toMatch(
      /^error: The run \S+ was resumed after its undo was planned, and has begun 1 more change/,
    );
    expect(await runs.list()).toEqual([]);
    await runs.close();
    await server.close();
  },
);
