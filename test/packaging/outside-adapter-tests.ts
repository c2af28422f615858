import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FakeGoogleKms, TOKEN } from "../../docs/examples/adapter-google-kms/test/fake-google-kms.ts";
import { CommandProcesses } from "../command/command-processes.ts";
import { installPackages, packedPackages, ROOT, run, type PackageName } from "./packed-packages.ts";

/** The command has no dependencies; an adapter needs `core` and perhaps `driver-kit`, its tests `conformance`, and a program that registers one `clouds`. */
const INSTALLED: readonly PackageName[] = ["core", "config", "conformance", "driver-kit", "clouds", "cli"];
const KEY = "example:example-1:1000:key/ex-1";
const OTHER = "example:example-1:1000:key/ex-2";

let directory: string;
let project: string;
/** A folder of the project with the configuration of a user. */
let work: string;
/** The installed command. */
let installed: CommandProcesses;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "crosstag-outside-"));
  project = join(directory, "project");
  work = join(project, "work");
  await installPackages(project, await packedPackages(), INSTALLED);
  await installAdapter("docs/templates/adapter", "crosstag-example");
  await installAdapter("docs/examples/adapter-google-kms", "crosstag-google-kms");
  await mkdir(work);
  installed = new CommandProcesses(join(project, "node_modules/@crosstag/cli/dist/index.js"));
  await writeFile(join(work, "keys.json"), JSON.stringify(keys()));
  await writeFile(
    join(work, "crosstag.yaml"),
    `adapters: ["@acme/crosstag-example"]\nclouds:\n  main: ${cloudIn("example-1")}\n  copy: ${cloudIn("example-2")}\n`,
  );
});
afterAll(async () => {
  installed[Symbol.dispose]();
  await rm(directory, { recursive: true, force: true });
});

/** An adapter as its author has it: compiled against the installed packages, packed, and installed beside the command. */
async function installAdapter(folder: string, name: string): Promise<void> {
  const source = join(directory, name);
  await cp(join(ROOT, folder), source, { recursive: true });
  await mkdir(join(source, "node_modules/@crosstag"), { recursive: true });
  await mkdir(join(source, "node_modules/@types"));
  for (const library of ["core", "driver-kit"])
    await symlink(join(project, "node_modules/@crosstag", library), join(source, "node_modules/@crosstag", library));
  await symlink(join(ROOT, "node_modules/@types/node"), join(source, "node_modules/@types/node"));
  await run(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), "-p", source], source);
  await run("npm", ["pack", "--pack-destination", directory, "--ignore-scripts", "--offline"], source);
  const target = join(project, "node_modules/@acme", name);
  await mkdir(target, { recursive: true });
  const tarball = join(directory, `acme-${name}-0.1.0.tgz`);
  await run("tar", ["-xzf", tarball, "--strip-components=1", "-C", target], directory);
}

function cloudIn(region: string): string {
  return `{ provider: example, region: ${region}, options: { file: keys.json } }`;
}

function key(tags: object): object {
  return { state: "Enabled", tags };
}

function keys(): object {
  return {
    account: "1000",
    regions: {
      "example-1": { "ex-1": key({ team: "platform" }), "ex-2": key({ team: "search", stage: "test" }) },
      "example-2": { "ex-1": key({}), "ex-2": key({}) },
    },
  };
}

/** Runs the installed command in the folder of the user. Rejects with its output if it does not exit with 0. */
async function crosstag(...commandLine: readonly string[]): Promise<string> {
  const { PATH = "", HOME = "" } = process.env;
  const environment = { PATH, HOME, GOOGLE_OAUTH_ACCESS_TOKEN: TOKEN };
  const { exitCode, written } = await installed.run({ commandLine, environment, directory: work, input: "" });
  const textOf = (wanted: "stdout" | "stderr") =>
    written.flatMap(({ stream, text }) => (stream === wanted ? [text] : [])).join("");
  if (exitCode !== 0)
    throw new Error(`crosstag ${commandLine.join(" ")}: exit ${exitCode}\n${textOf("stdout")}\n${textOf("stderr")}`);
  return textOf("stdout").trimEnd();
}

async function tagsOf(region: string, id: string): Promise<object | undefined> {
  const { regions } = JSON.parse(await readFile(join(work, "keys.json"), "utf8")) as {
    readonly regions: Readonly<Record<string, Readonly<Record<string, { readonly tags: object }>>>>;
  };
  return regions[region]?.[id]?.tags;
}

const RUN = ["--journal", "runs", "--progress", "off"];

test("list and tag", async () => {
  // The only one of these tests that starts the program: the others need what it loads, and not its start.
  const program = join(project, "node_modules/@crosstag/cli/dist/bin.cjs");
  const listed = await run(process.execPath, [program, "list", "--cloud", "main", "--output", "jsonl"], work);
  expect(listed.split("\n").map((line) => JSON.parse(line) as object)).toMatchObject([
    { reference: KEY, tags: { team: "platform" } },
    { reference: OTHER, tags: { team: "search", stage: "test" } },
  ]);
  expect(await crosstag("tag", KEY, "--set", "owner=zoe")).toMatch(/changed\s+example:example-1:1000:key\/ex-1/);
  expect(await tagsOf("example-1", "ex-1")).toEqual({ team: "platform", owner: "zoe" });
});

test("plan, apply and undo", async () => {
  await writeFile(
    join(work, "crosstag-tags.yaml"),
    "version: 1\nstatements:\n  - select: { clouds: [example], tags: { team: platform } }\n    set: { stage: production }\n",
  );
  await crosstag("plan", "--cloud", "main", "--out", "plan.json");
  await crosstag("apply", "plan.json", "--cloud", "main", ...RUN);
  expect(await tagsOf("example-1", "ex-1")).toEqual({ team: "platform", owner: "zoe", stage: "production" });
  await crosstag("undo", "latest", "--yes", "--cloud", "main", ...RUN);
  expect(await tagsOf("example-1", "ex-1")).toEqual({ team: "platform", owner: "zoe" });
});

test("check, with a policy that names the cloud, and with facts from its references", async () => {
  const rules = [
    "- { id: team, scope: { clouds: [example] }, required: [team] }",
    "- { id: nowhere, scope: { clouds: [example], accounts: ['2000'] }, required: [cost-center] }",
  ];
  await writeFile(join(work, "policy.yaml"), `version: 1\nrules:\n${rules.map((rule) => `  ${rule}\n`).join("")}`);
  await crosstag("check", "--policy", "policy.yaml", "--cloud", "main");
  await writeFile(join(work, "strict.yaml"), "version: 1\nrules:\n  - { id: stage, required: [stage] }\n");
  await expect(crosstag("check", "--policy", "strict.yaml", "--cloud", "main")).rejects.toThrow(/exit 2[\s\S]*ex-1/);
});

test("migrate between two regions, and verify", async () => {
  await writeFile(join(work, "map.yaml"), "version: 1\nkeys: { rename: { team: group } }\n");
  const sides = ["--from", "main", "--to", "copy", "--map", "map.yaml"];
  await crosstag("migrate", ...sides, "--out", "migration.json");
  await crosstag("apply", "migration.json", "--cloud", "copy", ...RUN);
  expect(await tagsOf("example-2", "ex-2")).toEqual({ group: "search", stage: "test" });
  // Its exit code is 2 if something differs.
  await crosstag("migrate", "verify", ...sides);
});

test("the commands without calls know the adapter, too", async () => {
  expect(await crosstag("providers", "example")).toContain("Example cloud");
  expect(await crosstag("validate", "team=payments", "--for", "example,aws")).toMatch(/fits\s+example/);
});

test("wrong options are refused with their place, and nothing is read", async () => {
  await writeFile(
    join(work, "wrong.yaml"),
    'adapters: ["@acme/crosstag-example"]\nclouds: { main: { provider: example, options: { fiel: keys.json } } }\n',
  );
  await expect(crosstag("list", "--config", "wrong.yaml")).rejects.toThrow(
    /clouds\.main\.options\.file: must be the path[\s\S]*clouds\.main\.options\.fiel: is not an option of this adapter/,
  );
});

test("a program passes the adapter to the command as a registry", async () => {
  const program = join(project, "program.js");
  await writeFile(
    program,
    `
    import { adapter } from "@acme/crosstag-example";
    import { main } from "@crosstag/cli";
    import { defaultAdapterRegistry } from "@crosstag/clouds";
    const registry = defaultAdapterRegistry().register(adapter);
    process.exitCode = await main(["list", "--config", "plain.yaml", "--output", "jsonl"], { registry });
    `,
  );
  await writeFile(
    join(work, "plain.yaml"),
    "clouds: { main: { provider: example, region: example-1, options: { file: keys.json } } }\n",
  );
  expect((await run(process.execPath, [program], work)).split("\n")).toHaveLength(2);
});

test("the adapter for Google Cloud KMS, for labels and for material that is destroyed at a date", async () => {
  const cloud = new FakeGoogleKms();
  const endpoint = await cloud.listen();
  try {
    const location = "projects/payments-test/locations/europe-west3";
    const [plain, imported] = [`${location}/keyRings/r1/cryptoKeys/k1`, `${location}/keyRings/r2/cryptoKeys/k1`];
    cloud.keys.set(plain, { labels: { stage: "test" }, state: "ENABLED", isImported: false });
    cloud.keys.set(imported, { labels: {}, state: "ENABLED", isImported: true });
    const settings = `{ provider: google, account: payments-test, region: europe-west3, endpoint: "${endpoint}" }`;
    await writeFile(
      join(work, "google.yaml"),
      `adapters: ["@acme/crosstag-google-kms"]\nclouds: { google: ${settings} }\n`,
    );
    const google = (...commandLine: readonly string[]) => crosstag(...commandLine, "--config", "google.yaml");
    const listed = (await google("list", "--output", "jsonl")).split("\n");
    expect(listed.map((line) => JSON.parse(line) as object)).toMatchObject([
      { reference: plain, tags: { stage: "test" } },
      { reference: imported, tags: {} },
    ]);
    await expect(google("tag", plain, "--set", "Team=payments")).rejects.toThrow(/lower-case letters/);
    expect(await google("tag", plain, "--set", "team=payments")).toMatch(/changed\s+projects\/payments-test/);
    expect(cloud.key(plain).labels).toEqual({ stage: "test", team: "payments" });
    await google("untag", plain, "--key", "stage");
    expect(cloud.key(plain).labels).toEqual({ team: "payments" });
    const id = "keyRings/r2/cryptoKeys/k1";
    const deleted = await google("delete-key-material", imported, "--confirm", id);
    expect(deleted).toContain(cloud.key(imported).destroyTime);
    expect(cloud.key(imported).state).toBe("DESTROY_SCHEDULED");
  } finally {
    await cloud.close();
  }
});

test("a new adapter passes lint and types, and its tests say what to write next", async () => {
  await crosstag("adapter", "new", "acme");
  const folder = join(work, "crosstag-acme");
  await mkdir(join(folder, "node_modules/@types"), { recursive: true });
  for (const name of ["vitest", "@types/node"])
    await symlink(join(ROOT, "node_modules", name), join(folder, "node_modules", name));
  const types = ["--noEmit", "--rootDir", ".", "--project", "tsconfig.all.json"];
  await writeFile(join(folder, "tsconfig.all.json"), '{ "extends": "./tsconfig.json", "include": ["src", "test"] }');
  await run(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), ...types], folder);
  const lint = ["-c", join(ROOT, ".oxlintrc.json"), "--deny-warnings", "src", "test"];
  await run(join(ROOT, "node_modules/.bin/oxlint"), lint, folder);
  const tests = () => run(join(ROOT, "node_modules/.bin/vitest"), ["run", "--root", folder], folder);
  await expect(tests()).rejects.toThrow(/Next: test\/harness\.ts, a fake of the cloud/);
  // With a harness, the methods of the driver are next.
  const harness = await readFile(join(folder, "test/harness.ts"), "utf8");
  const settings = '{ region: "region-1", account: "1000", endpoint: "http://127.0.0.1:1" }';
  const scene = '{ create: () => "acme:region-1:1000:key/1" }';
  await writeFile(
    join(folder, "test/harness.ts"),
    `import { createDriver } from "../src/driver.ts";\n${harness.replace(
      /throw new Error\([\s\S]*?\);/,
      `return { driver: createDriver(${settings}), scene: ${scene}, log: { calls: () => 0 }, close: async () => {} } as never;`,
    )}`,
  );
  await expect(tests()).rejects.toThrow(/Next: src\/driver\.ts, readTags: one request/);
});
