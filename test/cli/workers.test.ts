import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RUN_SCHEMA } from "@crosstag/core/internal";
import { createPlan, createRun, openPlanFile, openRunJournal } from "@crosstag/core/node";
import { openRuns } from "@crosstag/dbos";
import { describe, expect, it } from "vitest";
import { postgresMissing, startPostgres } from "../../packages/dbos/test/start-postgres.ts";
import { expectExit, resultOf } from "./run-crosstag.ts";
import { openScene } from "./scene.ts";

describe.skipIf(postgresMissing !== "")(`workers on Postgres ${postgresMissing}`, () => {
  it("apply, resume and undo plans that were submitted, and stop in good order", async () => {
    await using scene = await openScene();
    const database = await startPostgres();
    const on = ["--on", database.url];
    const keys = scene.clouds.aws.keys.addMany(3);
    const tags = () => keys.map(({ arn }) => scene.clouds.aws.keys.tagsOf(arn));
    const run = (line: readonly string[]) => scene.run(line);
    await writeFile(
      join(scene.directory, "crosstag-tags.yaml"),
      "version: 1\nstatements: [{ select: { clouds: [aws], kinds: [key] }, set: { stage: live } }]\n",
    );
    // A name that was mistyped leaves nothing behind in the database of another program.
    for (const words of [
      ["runs", ...on],
      ["schedule", "list", "--database-url", database.url],
      ["resume", "latest", ...on],
    ])
      expect((await run(words)).stderr).toMatch(
        /^error: The database "crosstag_\w+" has no tables of Crosstag\. Nothing was created\./,
      );
    const worker = scene.start(["worker", "--cloud", "aws", "--database-url", database.url, "--lease", "10"]);
    const stopped = resultOf(worker);
    try {
      expectExit(await run(["plan", "--out", "plan.json"]), 0);
      const limited = await run(["apply", "plan.json", ...on, "--limit", "1"]);
      expectExit(limited, 0);
      expect(limited.stdout).toContain("3 resources: 1 changed, 2 not begun.");
      expect(limited.stderr).toMatch(/To continue it: crosstag resume \S+ --on postgres:/);
      // A run of workers has one journal, and a copy of it is neither continued nor trusted to be all of it.
      const here = [await run(["resume", "latest"]), await run(["undo", "latest", "--yes"])];
      expect(here.map(({ exitCode, stderr }) => `${exitCode} ${stderr.split("\n")[0]}`)).toEqual([
        expect.stringMatching(/^1 error: The run \S+ is continued by workers: its journal is in their database/),
        expect.stringMatching(/^1 error: The run \S+ can be continued by workers, whose database would not know/),
      ]);
      expect(here[0]?.stderr).toContain(`--on ${database.url}`);
      const applied = await run(["resume", "latest", ...on, "--report", "junit=results.xml"]);
      expectExit(applied, 0);
      expect(applied.stdout).toContain("3 resources: 3 changed.");
      expect(await readFile(join(scene.directory, "results.xml"), "utf8")).toMatch(
        /tests="3" failures="0"(?:[^]*classname="aws\.key"){3}/,
      );
      expect(tags()).toEqual([{ stage: "live" }, { stage: "live" }, { stage: "live" }]);
      expectExit(await run(["runs", "verify", "latest"]), 0);
      const id = /Run (\S+):/.exec(limited.stderr)?.[1] ?? "";
      for (const words of [["runs", "follow"], ["runs", "cancel"], ["resume"], ["undo"]]) {
        const unknown = await run([...words, "20250101-000000-000000", ...on]);
        expectExit(unknown, 64);
        expect(unknown.stderr).toContain('There is no run "20250101-000000-000000" in this database.');
      }
      expect((await run(["runs", ...on, "-o", "json"])).stdout).toContain(`"run": "${id}"`);
      expect((await run(["runs", "cancel", id, ...on])).stderr).toContain("has ended already: nothing was stopped");
      expect((await run(["resume", id, ...on])).stderr).toContain(`Nothing to resume: the run ${id} is complete.`);
      // An undo that an earlier version made on this machine, of which the database does not know.
      const { header } = await openPlanFile(join(scene.directory, "plan.json"));
      const back = createPlan([], { origin: { type: "undo", run: id }, summary: header.summary });
      const { id: undo, journalPath } = await createRun(join(scene.directory, "other"), back);
      const journal = await openRunJournal(journalPath);
      await journal.append({ type: "run", schema: RUN_SCHEMA, run: undo, plan: back.header.digest, changes: 1 });
      await journal.close();
      expect((await run(["resume", id, "--journal", "other", ...on])).stderr).toContain(`undone by the run ${undo}`);
      expectExit(await run(["runs", "follow", id.slice(0, 15), ...on]), 0);
      const follow = ["runs", "follow", id, "--journal", "both", ...on];
      for (const followed of await Promise.all([run(follow), run(follow)])) expectExit(followed, 0);
      expectExit(await run(["undo", id, "--yes", ...on]), 0);
      expect(tags()).toEqual([{}, {}, {}]);
      // The commands that a refusal names are those for the workers: without --on, their database would not know.
      const again = await run(["undo", "latest", "--yes", ...on]);
      expectExit(again, 4);
      const [, undoId = ""] = /The latest run, (\S+), is the undo/.exec(again.stderr) ?? [];
      expect(again.stderr).toContain(
        `To make them again: crosstag undo ${undoId} --on ${database.url} --yes. To continue the undo of ${id}: crosstag undo ${id} --on ${database.url}`,
      );
      const several = await run(["runs", "cancel", "20", ...on]);
      expectExit(several, 64);
      expect(several.stderr).toContain(`"20" matches several runs of the database: ${undoId}, ${id}.`);
      (await worker.nodeChildProcess).kill("SIGTERM");
      const { exitCode, stderr } = await stopped;
      expect(exitCode).toBe(0);
      expect(stderr.split("\n").map((line) => line.replaceAll(/[0-9a-f-]{15,}/g, "…"))).toEqual([
        "Worker … applies runs. Ctrl-C stops it; other workers continue what it has begun.",
        "Its clouds, from the environment, as there is no crosstag.yaml here or above: aws (us-east-1).",
        "Run … begins.",
        "Run … begins.",
        "Run … begins.",
        "The worker has stopped.",
      ]);
      // Without a worker, a run that was canceled has not ended yet.
      const runs = await openRuns({ databaseUrl: database.url });
      const waiting = await runs.submit(await openPlanFile(join(scene.directory, "plan.json")));
      await runs.cancel(waiting);
      await runs.close();
      const resumed = await run(["resume", waiting, ...on]);
      expectExit(resumed, 1);
      expect(resumed.stderr).toContain(`The run ${waiting} is being stopped`);
    } finally {
      (await worker.nodeChildProcess).kill("SIGKILL");
      await stopped;
      await database.close();
    }
  });

  it("say which clouds they have, and a run that they left a part of says how to continue it", async () => {
    await using scene = await openScene();
    const database = await startPostgres();
    const on = ["--on", database.url];
    const { arn } = scene.clouds.aws.keys.createKey();
    await writeFile(join(scene.directory, "tags.csv"), `reference,stage\n${arn},live\n`);
    expectExit(await scene.run(["plan", "-f", "tags.csv", "--out", "plan.json"]), 0);
    const entry = (region: string) =>
      `clouds: { other: { provider: aws, region: ${region}, endpoint: "${scene.clouds.aws.endpoint}" } }\n`;
    await writeFile(join(scene.directory, "other.yaml"), entry("eu-west-3"));
    const worker = scene.start(["worker", "--config", "other.yaml", "--database-url", database.url]);
    const stopped = resultOf(worker);
    try {
      const applied = await scene.run(["apply", "plan.json", ...on]);
      expectExit(applied, 3);
      const run = /Run (\S+):/.exec(applied.stderr)?.[1] ?? "";
      expect(applied.stderr).toContain(
        "error: A part of the plan was left out because a worker has no cloud configured for it.",
      );
      expect(applied.stderr).toContain(`crosstag resume ${run} --on ${database.url}`);
      (await worker.nodeChildProcess).kill("SIGTERM");
      expect((await stopped).stderr).toContain("Its clouds, from other.yaml: other (eu-west-3).");
    } finally {
      (await worker.nodeChildProcess).kill("SIGKILL");
      await stopped;
      await database.close();
    }
  });

  it("are named missing, and what they cannot do is refused before anything is sent", async () => {
    await using scene = await openScene();
    const url = "postgres://user@127.0.0.1:1/none";
    const refused = async (line: readonly string[]) => {
      const { exitCode, stderr } = await scene.run(line);
      return `${exitCode} ${stderr.split("\n")[0]}`;
    };
    await writeFile(
      join(scene.directory, "crosstag-tags.yaml"),
      "version: 1\nstatements: [{ select: { clouds: [aws] }, set: { stage: live } }]\n",
    );
    scene.clouds.aws.keys.createKey();
    await scene.run(["plan", "--out", "plan.json"]);
    const sent = scene.requests();
    expect(
      await Promise.all(
        [
          ["worker"],
          ["worker", "--database-url", url, "--lease", "5"],
          ["worker", "--database-url", "mysql://host/name"],
          ["apply", "plan.json", "--on", url],
          ["apply", "plan.json", "--on", url, "--canary", "5"],
          ["resume", "latest", "--on", url, "--max-changes", "5"],
          ["resume", "latest", "--on", url, "--limit", "5"],
          ["runs", "follow", "latest"],
          ["runs", "show", "latest", "--on", url],
        ].map(refused),
      ),
    ).toEqual([
      "64 error: `crosstag worker` requires a database.",
      "64 error: --lease 5 is too short: a call must be able to end within it.",
      "64 error: --database-url is not the URL of a database of Postgres.",
      "1 error: The database cannot be used (ECONNREFUSED). [unavailable]",
      "64 error: --canary cannot be used with --on: no worker sees all of the run.",
      "64 error: --max-changes cannot be used with `crosstag resume --on`: the run keeps the settings that were submitted with its plan.",
      "64 error: --limit cannot be used with `crosstag resume --on`: workers apply all of the rest.",
      "64 error: `crosstag runs follow` requires the database of the workers.",
      "64 error: --on cannot be used with `crosstag runs show`, which reads the runs of this machine.",
    ]);
    const withPassword = url.replace("user@", "user:sesame@");
    for (const words of [
      ["apply", "plan.json", "--on"],
      ["resume", "latest", "--on"],
      ["runs", "--on"],
      ["undo", "latest", "--on"],
      ["worker", "--database-url"],
    ]) {
      const { stderr } = await scene.run([...words, withPassword]);
      expect(stderr).toContain(`The password in ${words.at(-1)} can be seen by every user of this machine.`);
      expect(stderr).not.toContain("sesame");
    }
    // The variable names the database, and its password is not on the command line.
    const fromVariable = await scene.run(["worker"], { environment: { CROSSTAG_DATABASE_URL: withPassword } });
    expect(fromVariable.stderr).toMatch(/^error: The database cannot be used \(ECONNREFUSED\)/);
    expect(scene.requests()).toBe(sent);
  });
});
