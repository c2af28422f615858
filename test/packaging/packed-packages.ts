import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { bundle } from "../../packages/cli/build/bundle.ts";
import spawn, { SubprocessError } from "nano-spawn";

export const ROOT = resolve(import.meta.dirname, "../..");
export const PACKAGES = [
  "core",
  "config",
  "conformance",
  "driver-kit",
  "aws",
  "alibaba",
  "tencent",
  "local-clouds",
  "clouds",
  "inversify",
  "dbos",
  "operations",
  "compliance",
  "migration",
  "cli",
] as const;
export type PackageName = (typeof PACKAGES)[number];

export interface Manifest {
  readonly version: string;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Runs a program without the test runner's environment. If it fails, rejects with its output. */
export async function run(
  program: string,
  commandLine: readonly string[],
  directory: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { PATH = "", HOME = "" } = process.env;
  const cleared = Object.fromEntries(Object.keys(process.env).map((name) => [name, undefined]));
  try {
    const { stdout } = await spawn(program, [...commandLine], {
      cwd: directory,
      env: { ...cleared, PATH, HOME, ...environment },
    });
    return stdout;
  } catch (error) {
    if (!(error instanceof SubprocessError)) throw error;
    throw new Error(
      `${program} ${commandLine.join(" ")}: exit ${error.exitCode ?? "none"}\n${error.stdout}\n${error.stderr}`,
      { cause: error },
    );
  }
}

/** The tarball of each package. */
export type Tarballs = ReadonlyMap<PackageName, string>;

let packed: Promise<Tarballs> | undefined;
let folder: string | undefined;

/** Builds what has changed and packs everything, offline, once for all tests of this file. */
export function packedPackages(): Promise<Tarballs> {
  return (packed ??= packPackages());
}

export async function removePackedPackages(): Promise<void> {
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  packed = folder = undefined;
}

async function packPackages(): Promise<Tarballs> {
  const directory = (folder = await mkdtemp(join(tmpdir(), "crosstag-packages-")));
  await run(
    process.execPath,
    [join(ROOT, "node_modules/typescript/bin/tsc"), "-b", ...PACKAGES.map((name) => `packages/${name}`)],
    ROOT,
  );
  await bundle();
  const workspaces = PACKAGES.flatMap((name) => ["--workspace", `@crosstag/${name}`]);
  const output = await run(
    "npm",
    ["pack", ...workspaces, "--pack-destination", directory, "--json", "--ignore-scripts", "--offline"],
    ROOT,
  );
  const tarballs = new Map<PackageName, string>();
  for (const { name, filename } of tarballsIn(JSON.parse(output))) {
    tarballs.set(name.replace("@crosstag/", "") as PackageName, join(directory, filename));
  }
  return tarballs;
}

interface Tarball {
  readonly name: string;
  readonly filename: string;
}

/** A list. Some versions of npm 11 return an object by package name for workspaces. */
function tarballsIn(answer: unknown): readonly Tarball[] {
  return Object.values(answer as Record<string, Tarball>);
}

/**
 * Installs tarballs into an empty project as a registry would, without the network: each package is unpacked, with only
 * the dependencies of its manifest beside it. Sources are left out: they must not be needed.
 */
export async function installPackages(
  directory: string,
  tarballs: Tarballs,
  names: readonly PackageName[],
): Promise<void> {
  const modules = join(directory, "node_modules");
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, "package.json"), '{"type":"module","private":true}\n');
  const wanted = new Set<string>();
  for (const name of names) {
    const target = join(modules, "@crosstag", name);
    await mkdir(target, { recursive: true });
    await run("tar", ["-xzf", tarballs.get(name) ?? `${name}.tgz`, "--strip-components=1", "-C", target], directory);
    await rm(join(target, "src"), { recursive: true, force: true });
    const { dependencies, peerDependencies } = await readManifest(directory, name);
    for (const dependency of Object.keys({ ...dependencies, ...peerDependencies })) wanted.add(dependency);
  }
  for (const dependency of wanted) {
    if (dependency.startsWith("@crosstag/")) continue;
    const link = join(modules, dependency);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(ROOT, "node_modules", dependency), link);
  }
}

export async function readManifest(directory: string, name: PackageName): Promise<Manifest> {
  return JSON.parse(
    await readFile(join(directory, "node_modules/@crosstag", name, "package.json"), "utf8"),
  ) as Manifest;
}

/** Every entry of a package, as an importer writes it. */
export async function entriesOf(directory: string, name: PackageName): Promise<readonly string[]> {
  const { exports } = await readManifest(directory, name);
  return Object.keys(exports)
    .filter((entry) => !entry.endsWith(".json"))
    .map((entry) => `@crosstag/${name}${entry.slice(1)}`);
}
