import { chmod, chown, mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { AdapterRegistry, openCrosstag, registerAdapters } from "@crosstag/clouds";
import { CrosstagError } from "@crosstag/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { memoryAdapter } from "./memory-adapter.ts";

/** The id of a user that this machine does not have. */
const STRANGER = 65_533;
const isRoot = process.getuid?.() === 0;

const SOURCE = `export const adapter = {
  contract: "crosstag/1",
  provider: "outside",
  title: "Outside",
  dialects: ["outside"],
  profile: () => ({ kinds: [{ kind: "key", title: "key", plural: "keys" }], capabilities: {} }),
  createDriver: async () => { throw new Error("It was loaded."); },
};`;

let folder: string;
let project: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "crosstag-adapters-")));
  project = join(folder, "team", "service");
  await mkdir(project, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function install(place: string, name: string, source = SOURCE): Promise<string> {
  const target = join(place, "node_modules", name);
  await mkdir(target, { recursive: true });
  await writeFile(
    join(target, "package.json"),
    JSON.stringify({ name, type: "module", exports: { import: "./a.js" } }),
  );
  await writeFile(join(target, "a.js"), source);
  return target;
}

async function problemOf(...adapters: readonly string[]): Promise<CrosstagError> {
  const error: unknown = await registerAdapters(new AdapterRegistry(), { adapters }, project).then(
    () => new Error("It was accepted."),
    (reason: unknown) => reason,
  );
  if (!CrosstagError.is(error) || error.code !== "configuration") throw error as Error;
  return error;
}

test("a package is found in the folder of the file, and in those above it", async () => {
  await install(dirname(project), "@acme/crosstag-outside");
  const registry = await registerAdapters(new AdapterRegistry(), { adapters: ["@acme/crosstag-outside"] }, project);
  expect(registry.registrations.map(({ provider, packageName }) => [provider, packageName])).toEqual([
    ["outside", "@acme/crosstag-outside"],
  ]);
  expect((await registry.load("outside")).title).toBe("Outside");
});

test("a file beside the configuration is an adapter, too, and the configuration file says so to openCrosstag", async () => {
  await writeFile(join(project, "adapter.mjs"), SOURCE);
  const file = join(project, "crosstag.yaml");
  await writeFile(file, "adapters: [./adapter.mjs]\nclouds: { mine: { provider: outside } }");
  await expect(openCrosstag({ configurationFile: file })).rejects.toThrow("It was loaded.");
});

test("the registry that was passed in stays as it is", async () => {
  await install(project, "outside");
  const registry = new AdapterRegistry().register(memoryAdapter().adapter);
  await registerAdapters(registry, { adapters: ["outside"] }, project);
  expect(registry.registrations.map(({ provider }) => provider)).toEqual(["memory"]);
});

test("a missing package is named with the command to install it", async () => {
  expect(await problemOf("@acme/crosstag-missing")).toMatchObject({
    message: `The adapter @acme/crosstag-missing is not installed in ${project} or in a folder above it.`,
    hint: "Run there: npm install @acme/crosstag-missing",
  });
  expect((await problemOf("./missing.js")).message).toBe(`The adapter "./missing.js" does not exist in ${project}.`);
});

test.each([
  ["https://example.com/adapter.js"],
  ["data:text/javascript,1"],
  ["node:fs"],
  ["/etc/adapter.js"],
  ["fs"],
  [""],
  ["a b"],
])("%j is refused, because it is neither a package nor a file", async (name) => {
  expect((await problemOf(name)).message).toMatch(/is not the name of a package or a file|is a module of Node\.js/);
});

test.each([
  ["export const adapter = undefined;", "wrong does not export `adapter`, so it is not a Crosstag adapter."],
  ["export default {};", "wrong does not export `adapter`, so it is not a Crosstag adapter."],
  [
    'export const adapter = { provider: "x", contract: "crosstag/0" };',
    'The adapter wrong is written for the contract "crosstag/0"; this version of Crosstag supports "crosstag/1".',
  ],
  ['throw new Error("canary-81c2");', "The adapter wrong fails to load."],
])("a module that is not an adapter is refused: %s", async (source, message) => {
  await install(project, "wrong", source);
  const error = await problemOf("wrong");
  expect(error.message).toBe(message);
  expect(JSON.stringify(error)).not.toContain("canary-81c2");
});

test("a provider that has an adapter already is refused", async () => {
  await install(project, "one");
  await install(project, "two");
  expect((await problemOf("one", "two")).message).toBe(
    'The adapter two is for the provider "outside", which already has an adapter: one.',
  );
});

test.runIf(isRoot)(
  "code of another user is not loaded: neither its file, nor its folder, nor the folder above",
  async () => {
    const target = await install(project, "outside");
    const places = [join(target, "a.js"), target, join(project, "node_modules"), dirname(project)];
    for (const place of places) {
      await chown(place, STRANGER, STRANGER);
      const error = await problemOf("outside");
      expect(error.message).toContain(`The adapter outside is not loaded: "${place}" belongs to another user`);
      await chown(place, 0, 0);
    }
    await registerAdapters(new AdapterRegistry(), { adapters: ["outside"] }, project);
  },
);

test("a folder that all users may write to is refused", async () => {
  const target = await install(project, "outside");
  await chmod(target, 0o777);
  expect((await problemOf("outside")).message).toContain(`all users may write to "${target}"`);
});

test.runIf(isRoot)("the owner of the configuration file is trusted, but not of a file that is not used", async () => {
  const target = await install(project, "outside");
  const used = join(project, "production.yaml");
  const unused = join(project, "crosstag.yaml");
  for (const file of [used, unused]) await writeFile(file, "");
  for (const place of [unused, project, join(project, "node_modules"), target, join(target, "a.js")])
    await chown(place, STRANGER, STRANGER);
  const register = (file?: string) => registerAdapters(new AdapterRegistry(), { adapters: ["outside"] }, project, file);
  await expect(register()).rejects.toThrow("belongs to another user");
  await expect(register(used)).rejects.toThrow("belongs to another user");
  await chown(used, STRANGER, STRANGER);
  expect((await register(used)).registrations).toHaveLength(1);
});
