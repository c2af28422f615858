import { mkdtemp, readdir, readFile, rm, symlink, writeFile, mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import spawn from "nano-spawn";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  entriesOf,
  installPackages,
  PACKAGES,
  packedPackages,
  readManifest,
  removePackedPackages,
  ROOT,
  run,
  type Tarballs,
} from "./packed-packages.ts";

let directory: string;
/** A project with everything, and one without adapters. */
let everything: string;
let withoutAdapters: string;
let tarballs: Tarballs;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "crosstag-packed-"));
  tarballs = await packedPackages();
  [everything, withoutAdapters] = [join(directory, "everything"), join(directory, "without-adapters")];
  await installPackages(everything, tarballs, PACKAGES);
  await installPackages(withoutAdapters, tarballs, ["core", "config", "clouds"]);
});
afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
  await removePackedPackages();
});

/** Runs a module with plain `node`: no flag, no condition, no loader. */
async function runModule(project: string, source: string): Promise<string> {
  const path = join(project, `script-${Math.random().toString(36).slice(2)}.js`);
  await writeFile(path, source);
  return run(process.execPath, [path], project);
}

test("every package is packed with the files of its manifest, without tests or leftovers of a build", async () => {
  expect(new Set(tarballs.keys())).toEqual(new Set(PACKAGES));
  for (const name of PACKAGES) {
    const files = (await run("tar", ["-tzf", tarballs.get(name) ?? ""], directory))
      .split("\n")
      .map((file) => file.replace("package/", ""));
    const { exports, bin = {} } = await readManifest(everything, name);
    const named = Object.values(exports).flatMap((target) =>
      typeof target === "string" ? [target] : Object.values(target),
    );
    const wanted = [...named, ...Object.values(bin), "package.json", "LICENSE", "README.md"].map((file) =>
      file.replace("./", ""),
    );
    const missing = wanted.filter((file) => !files.includes(file));
    const leftovers = files.filter((file) => /(?:^|\/)test\/|\.tsbuildinfo$|\.test\.|\.env|\.tgz$/.test(file));
    expect({ name, missing, leftovers }).toEqual({ name, missing: [], leftovers: [] });
  }
});

test("every entry of every package is imported by plain node, without sources", async () => {
  const entries = (await Promise.all(PACKAGES.map((name) => entriesOf(everything, name)))).flat();
  expect(entries).toEqual(
    expect.arrayContaining([
      "@crosstag/core",
      "@crosstag/core/driver",
      "@crosstag/core/node",
      "@crosstag/core/testing",
      "@crosstag/cli",
    ]),
  );
  const imports = entries.map(
    (entry) => `console.log(${JSON.stringify(entry)}, Object.keys(await import(${JSON.stringify(entry)})).length > 0)`,
  );
  const said = await runModule(everything, imports.join(";\n"));
  expect(said.split("\n")).toEqual(entries.map((entry) => `${entry} true`));
});

test("the command starts, shows its help, and works offline", async () => {
  const { bin } = await readManifest(everything, "cli");
  const program = join(everything, "node_modules/@crosstag/cli", bin?.["crosstag"] ?? "");
  const help = await run(process.execPath, [program, "--help"], everything);
  for (const command of ["tag", "untag", "list", "delete-key-material", "validate", "providers", "local"])
    expect(help).toContain(command);
  expect(
    await run(process.execPath, [program, "validate", "team=payments", "--output", "jsonl"], everything),
  ).toContain('"fits":true');
  expect((await run(process.execPath, [program, "--version"], everything)).trim()).toMatch(/^\d+\.\d+\.\d+$/);
});

test("the command needs no other package, and carries the licenses of the packages in it", async () => {
  const { dependencies, exports } = await readManifest(everything, "cli");
  expect(dependencies ?? {}).toEqual({});
  const alone = join(directory, "command-alone");
  await installPackages(alone, tarballs, ["cli"]);
  const folder = join(alone, "node_modules/@crosstag/cli");
  const program = join(folder, "dist/bin.cjs");
  for (const commandLine of [["validate", "team=payments"], ["providers"], ["list", "--help"]])
    await run(process.execPath, [program, ...commandLine], alone);
  expect(Object.keys(exports)).toContain(".");
  const licenses = await readFile(join(folder, "dist/THIRD-PARTY-LICENSES.txt"), "utf8");
  for (const name of [
    "commander",
    "yaml",
    "undici",
    "@aws-sdk/client-kms",
    "@alicloud/openapi-client",
    "hono",
    "re2js",
  ])
    expect(licenses).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(.*(?:MIT|ISC|Apache|Apache-2.0).*\\)$`, "m"));
});

/** As a browser asks for a page. */
async function get(address: string, token = ""): Promise<readonly [status: number, text: string]> {
  const answer = await fetch(address, { headers: { Accept: "text/html", Authorization: `Bearer ${token}` } });
  return [answer.status, await answer.text()];
}

test("the command alone has the console with its page and the service", async () => {
  const folder = join(directory, "command-alone/node_modules/@crosstag/cli");
  const ended = new AbortController();
  const commandLine = ["console", "--local", "--keys", "1", "--port", "0"];
  const running = spawn(process.execPath, [join(folder, "dist/bin.cjs"), ...commandLine], {
    cwd: directory,
    stdin: "ignore",
    signal: ended.signal,
    killSignal: "SIGINT",
  });
  try {
    const { value: url = "" } = await running.stdout[Symbol.asyncIterator]().next();
    const { origin, hash } = new URL(url);
    const [, page] = await get(url);
    for (const [, asset] of page.matchAll(/(?:src|href)="(\/[^"]+)"/g))
      expect([asset, ...(await get(`${origin}${asset}`))]).toEqual([asset, 200, expect.not.stringContaining("<html")]);
    expect(JSON.parse((await get(`${origin}/v1/openapi.json`))[1])).toMatchObject({ openapi: "3.1.0" });
    const [, session] = await get(`${origin}/console/session`, hash.replace("#token=", ""));
    expect(JSON.parse(session)).toMatchObject({ version: (await readManifest(everything, "cli")).version });
  } finally {
    ended.abort();
    await running.catch(() => {});
  }
  expect(await readFile(join(folder, "dist/page/licenses.md"), "utf8")).toContain("## react - ");
  const token = await run(process.execPath, [join(folder, "dist/bin.cjs"), "serve", "token"], directory);
  expect(token).toContain("hash: ");
});

test("what `npm start` runs shows its steps on both clouds, and each step has the expected result", async () => {
  const story = await run(process.execPath, [join(everything, "node_modules/@crosstag/cli/dist/demo.js")], everything);
  expect(story).toContain("Every step behaved as expected");
  for (const command of ["list", "validate", "tag", "untag", "delete-key-material"])
    expect(story).toContain(`$ crosstag ${command} `.trimEnd());
  // Read before it is deleted.
  expect(story).toMatch(/State: {8}Enabled[\s\S]*changed .* Enabled +PendingImport/);
});

test("the usage in the README works: one call on the cloud in memory, one on a local cloud", async () => {
  const said = await runModule(
    everything,
    `
    import { createCrosstag } from "@crosstag/core";
    import { createMemoryCloud } from "@crosstag/core/testing";
    import { createAwsKms } from "@crosstag/aws";
    import { createAlibabaKms } from "@crosstag/alibaba";
    import { startLocalClouds } from "@crosstag/local-clouds";
    const memory = createMemoryCloud();
    const key = memory.scene.create("key");
    const inMemory = await createCrosstag([memory.driver]).tagResource({ resources: [key], tags: { team: "payments" } });
    const clouds = await startLocalClouds();
    Object.assign(process.env, clouds.environment());
    const { aws, alibaba } = clouds;
    const onAws = await createAwsKms({ endpoint: aws.endpoint, region: aws.region });
    const onAlibaba = await createAlibabaKms({ endpoint: alibaba.endpoint, region: alibaba.region });
    const tags = { team: "payments" };
    const overTheWire = await Promise.all([
      onAws.tagResource({ resources: [aws.keys.createKey().arn], tags }),
      onAlibaba.tagResource({ resources: [alibaba.keys.createKey().arn], tags }),
    ]);
    console.log(JSON.stringify([inMemory, ...overTheWire].map(({ counts }) => counts.changed)));
    await Promise.all([onAws.close(), onAlibaba.close(), clouds.close()]);
    `,
  );
  expect(said).toContain("[1,1,1]");
});

test("an adapter that is not installed is named in one sentence with the command to install it", async () => {
  const said = await runModule(
    withoutAdapters,
    `
    import { openCrosstag } from "@crosstag/clouds";
    for (const provider of ["aws", "alibaba"]) {
      await openCrosstag({ configuration: { clouds: { one: { provider, region: "us-east-1" } } } }).catch(({ code, message }) => console.log(code, message));
    }
    `,
  );
  expect(said.split("\n")).toEqual([
    'configuration The adapter for the provider "aws" is not installed; run: npm install @crosstag/aws',
    'configuration The adapter for the provider "alibaba" is not installed; run: npm install @crosstag/alibaba',
  ]);
});

/** What a project needs that installs only the adapter of one cloud. */
const ONE_ADAPTER = { aws: "createAwsKms", alibaba: "createAlibabaKms" } as const;

test("type declarations resolve for a consumer of the packages, and are not any, and one adapter is enough to name all types", async () => {
  const entries = (await Promise.all(PACKAGES.map((name) => entriesOf(everything, name)))).flat();
  await mkdir(join(everything, "node_modules/@types"), { recursive: true });
  await symlink(join(ROOT, "node_modules/@types/node"), join(everything, "node_modules/@types/node"));
  const consumer = join(everything, "consumer.ts");
  await writeFile(
    consumer,
    `
    ${entries.map((entry, index) => `import * as entry${index} from "${entry}";`).join("\n")}
    import type { Crosstag, TagResourceResult } from "@crosstag/core";
    import { createAwsKms } from "@crosstag/aws";
    import { createAlibabaKms } from "@crosstag/alibaba";
    import { openCrosstag } from "@crosstag/clouds";
    import { SERVICE } from "@crosstag/inversify";
    import { Container } from "inversify";
    type IsAny<Type> = 0 extends 1 & Type ? true : false;
    ${entries.map((_, index) => `export const check${index}: IsAny<typeof entry${index}> = false;`).join("\n")}
    const crosstag: Crosstag = await createAwsKms({ region: "us-east-1" });
    const opened: Crosstag = await openCrosstag();
    const result: TagResourceResult = await new Container().get(SERVICE.TagResource).tagResource({ resources: [], tags: { team: "payments" } });
    export const parts: readonly IsAny<typeof crosstag | typeof opened | typeof result.outcomes | Awaited<ReturnType<typeof createAlibabaKms>>>[] = [false];
    // @ts-expect-error A misspelled option is an error. It would not be one if the types were any.
    await crosstag.tagResource({ resource: [] });
    `,
  );
  const [aws, alibaba] = [await strictProject("aws"), await strictProject("alibaba")];
  // Compiled together, the declarations of packages and SDKs are checked once instead of three times.
  const files = [consumer, aws, alibaba];
  const whole = await compile(files, { module: "nodenext", moduleResolution: "nodenext", skipLibCheck: false });
  expect(whole.errors).toEqual([]);
  // The other settings of TypeScript find the same declarations, so that these need not be checked again.
  for (const [module, moduleResolution] of [
    ["node16", "node16"],
    ["esnext", "bundler"],
  ]) {
    const { errors, read } = await compile(files, { module, moduleResolution, skipLibCheck: true });
    expect([moduleResolution, errors]).toEqual([moduleResolution, []]);
    expect(read).toEqual(whole.read);
  }
  expect(await readdir(everything)).not.toContain("consumer.js");
});

/** A program in a project of its own with one adapter. */
async function strictProject(name: keyof typeof ONE_ADAPTER): Promise<string> {
  const project = join(directory, `strict-${name}`);
  await mkdir(join(project, "node_modules/@crosstag"), { recursive: true });
  await mkdir(join(project, "node_modules/@types"));
  // As pnpm links a package: its own dependencies are beside the real one, and not visible to the project.
  await symlink(join(everything, `node_modules/@crosstag/${name}`), join(project, `node_modules/@crosstag/${name}`));
  await symlink(join(ROOT, "node_modules/@types/node"), join(project, "node_modules/@types/node"));
  await writeFile(join(project, "package.json"), JSON.stringify({ type: "module" }));
  const create = ONE_ADAPTER[name];
  const consumer = join(project, "consumer.ts");
  await writeFile(
    consumer,
    `
    import { ${create}, CrosstagError, throwIfFailed } from "@crosstag/${name}";
    import type { Crosstag, EngineOptions, Outcome, TagResourceRequest, TagResourceResult } from "@crosstag/${name}";
    export async function tag(request: TagResourceRequest, engine: EngineOptions = {}): Promise<readonly Outcome[]> {
      const crosstag: Crosstag = await ${create}({ region: "eu-central-1", ...engine });
      try {
        const result: TagResourceResult = await crosstag.tagResource(request);
        throwIfFailed(result);
        return result.outcomes;
      } catch (error) {
        if (CrosstagError.is(error)) console.log(error.code);
        throw error;
      } finally {
        await crosstag.close();
      }
    }
    `,
  );
  return consumer;
}

interface Compilation {
  readonly errors: readonly string[];
  /** The files that the compiler has read, in order. */
  readonly read: readonly string[];
}

/** Compiles programs together. Each finds the packages of its own folder. */
async function compile(files: readonly string[], settings: object): Promise<Compilation> {
  const compilerOptions = {
    ...settings,
    target: "es2023",
    lib: ["es2023", "esnext.disposable"],
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    types: ["node"],
  };
  await writeFile(join(everything, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
  const said = await run(
    process.execPath,
    [join(ROOT, "node_modules/typescript/bin/tsc"), "-p", everything, "--singleThreaded", "--listFiles"],
    everything,
  ).catch((error: unknown) => String(error));
  const lines = said.split("\n");
  return {
    // `@types/node` itself does not compile with exactOptionalPropertyTypes (20.19.9).
    errors: lines.filter((line) => /error TS/.test(line) && !line.includes("node_modules/@types/node/")),
    read: lines.filter((line) => line.startsWith("/") && /\.[cm]?ts$/.test(line)).toSorted(),
  };
}

// In one file with the tests above, as npm takes longer to pack the packages than these take.
describe("an application with one cloud", async () => {
  await import("./one-cloud-tests.ts");
});
describe("an adapter from outside", async () => {
  await import("./outside-adapter-tests.ts");
});
