import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openScene, type Scene } from "./scene.ts";

let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
  scene.clouds.aws.keys.createKey({ tags: { team: "payments" } });
  await mkdir(join(scene.directory, "folder"));
  const files = {
    "notes.txt": "Not for crosstag.\n",
    "crosstag-tags.yaml": "version: 1\nstatements: [{ select: { tags: { team: payments } }, set: { stage: test } }]\n",
    "crosstag-policy.yaml": "version: 1\nrules: [{ id: owner, required: [owner] }]\n",
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(scene.directory, name), text);
  await scene.run(["plan", "--out", "plan.json"]);
});
afterAll(() => scene.close());

const RUN = "20250101-000000-000000";

/** What is wrong in each is on the command line, and not in a file, in the environment or in a cloud. */
test.each<[string, string]>([
  ["plan --out notes.txt", "is not a plan"],
  ["plan --out folder", "is not a file"],
  ["plan --out no/folder/plan.json", "ENOENT"],
  ["enforce --out notes.txt", "is not a plan"],
  ["apply folder", "is not a file"],
  ["apply plan.json --report junit=no/folder/report.xml", "ENOENT"],
  ["check --report html=no/folder/report.html", "ENOENT"],
  ["check --report html=folder", "is a directory"],
  ["export --out no/folder/tags.csv", "ENOENT"],
  [`resume ${RUN}`, "There is no run"],
  [`undo ${RUN}`, "There is no run"],
  [`runs show ${RUN}`, "There is no run"],
  ["runs verify ./folder", "has no run"],
  ["runs show latest", "There is no run"],
  ["runs --journal notes.txt", "is not a folder"],
  ["runs --on http://localhost/x", "--on is not the URL of a database of Postgres"],
  ["apply plan.json --on crosstag", "--on is not the URL of a database of Postgres"],
  ["resume latest --on postgres://localhost", "--on is not the URL of a database of Postgres"],
  ["worker --database-url http://localhost/x", "--database-url is not the URL of a database of Postgres"],
  ["schedule list --database-url crosstag", "--database-url is not the URL of a database of Postgres"],
])("%s is a usage error, and changes nothing", async (commandLine, problem) => {
  const { aws } = scene.clouds;
  const writes = aws.requests.count("TagResource");
  const { exitCode, stderr } = await scene.run(commandLine.split(" "));
  expect({ exitCode, stderr }).toEqual({ exitCode: 64, stderr: expect.stringContaining(problem) as string });
  expect(aws.requests.count("TagResource")).toBe(writes);
  expect(await readFile(join(scene.directory, "notes.txt"), "utf8")).toBe("Not for crosstag.\n");
});

test("what is wrong in a file or in the environment is an error, and not one of usage", async () => {
  expect((await scene.run(["apply", "notes.txt"])).exitCode).toBe(1);
  const environment = { CROSSTAG_DATABASE_URL: "http://localhost/x" };
  expect((await scene.run(["schedule", "list"], { environment })).exitCode).toBe(1);
});
