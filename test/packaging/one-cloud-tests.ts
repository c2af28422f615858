import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLocalClouds } from "@crosstag/local-clouds";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installPackages, packedPackages, run, type PackageName } from "./packed-packages.ts";

/** An application with one cloud: the package of the other one is not installed. */
const INSTALLED: readonly PackageName[] = ["core", "config", "clouds", "driver-kit", "aws"];

let directory: string;
let project: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "crosstag-one-cloud-"));
  project = join(directory, "project");
  await installPackages(project, await packedPackages(), INSTALLED);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const SOURCES = {
  "a registry of its own": `
    import { adapter } from "@crosstag/aws";
    import { AdapterRegistry, openCrosstag } from "@crosstag/clouds";
    const registry = new AdapterRegistry().register(adapter);`,
  "the registry of this project": `
    import { openCrosstag } from "@crosstag/clouds";
    const registry = undefined;`,
};

/** What packages that are CommonJS call in an ES module. */
const BANNER = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

test.each([
  ["esm", "a registry of its own"],
  ["esm", "the registry of this project"],
  ["cjs", "a registry of its own"],
] as const)("a bundle (%s) with %s works", async (format, name) => {
  const imports = SOURCES[name];
  const entry = join(project, "application.js");
  const bundle = join(directory, `bundle-${Math.random().toString(36).slice(2)}.${format === "esm" ? "mjs" : "cjs"}`);
  await writeFile(
    entry,
    `${imports}
    const [endpoint, key] = process.argv.slice(2);
    const configuration = { clouds: { main: { provider: "aws", region: "us-east-1", endpoint } } };
    const credentials = { main: { accessKeyId: process.argv[4], secretAccessKey: process.argv[5] } };
    async function tagKey() {
      const crosstag = await openCrosstag({ configuration, registry, credentials });
      const { counts } = await crosstag.tagResource({ resources: [key], tags: { team: "payments" } });
      console.log(JSON.stringify(counts));
      await crosstag.close();
    }
    void tagKey();`,
  );
  const { errors } = await build({
    entryPoints: [entry],
    outfile: bundle,
    bundle: true,
    platform: "node",
    format,
    ...(format === "esm" && { banner: { js: BANNER } }),
    logLevel: "silent",
  });
  expect(errors).toEqual([]);
  await using clouds = await startLocalClouds({ alibaba: false });
  const { AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "" } = clouds.environment();
  const { arn } = clouds.aws.keys.createKey();
  const said = await run(
    process.execPath,
    [bundle, clouds.aws.endpoint, arn, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY],
    directory,
  );
  expect(JSON.parse(said)).toMatchObject({ changed: 1, failed: 0 });
});
