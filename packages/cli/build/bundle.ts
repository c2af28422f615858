import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { build, type BuildOptions, type Metafile, type Plugin } from "esbuild";
import { describeLicenses } from "./describe-licenses.ts";
import { openapiText } from "./openapi-text.ts";
import { pageFiles } from "./page-files.ts";
import { partsOfUndici } from "./parts-of-undici.ts";
import { preparedFiles } from "./prepared-files.ts";

const PACKAGE = join(import.meta.dirname, "..");
const OUTPUT = join(PACKAGE, "dist");
/** What the last result was made of, and the result. */
const STAMP = join(PACKAGE, "bundle.tsbuildinfo");
/** Files of `src` that are started or imported by their name. */
const PROGRAMS: readonly string[] = ["run-process", "index", "demo"];
/** The file that the command starts. */
const START = "bin";
/** The folder of the page that `crosstag console` shows. */
const PAGE = "page";
/** Not a name that a bundled file declares. */
const REQUIRE =
  'import{createRequire as crosstagRequire}from"node:module";const require=crosstagRequire(import.meta.url);';

const SHARED = {
  absWorkingDir: PACKAGE,
  outdir: OUTPUT,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  conditions: ["@crosstag/source", "module"],
  mainFields: ["module", "main"],
  // A package of its own, which most users do not need.
  external: ["@crosstag/dbos"],
  // CommonJS packages require modules of Node.
  banner: { js: REQUIRE },
  // Names stay, for stack traces without source maps.
  minifyWhitespace: true,
  minifySyntax: true,
  sourcemap: "linked",
  sourcesContent: false,
  // All licenses are in one file.
  legalComments: "none",
  metafile: true,
  write: false,
  logLevel: "warning",
} as const satisfies BuildOptions;

/**
 * Builds the programs of this package and everything that they import, from their sources: at each start, Node then reads
 * a few files instead of a thousand. What the programs import on demand (commands, adapters, SDKs) is built separately.
 * Nothing is done if nothing has changed, and files that have not changed are not written, so that programs can run during
 * a build.
 */
export async function bundle(): Promise<void> {
  if (await isUpToDate()) return;
  const onDemand = new Map<string, string>();
  // Without splitting: one file that is parsed before a command line is, and nothing that it shares with commands.
  const programs = await build({
    ...SHARED,
    entryPoints: PROGRAMS.map((name) => `src/${name}.ts`),
    plugins: [importLater(onDemand), unusedModules],
  });
  const start = await build({
    ...SHARED,
    entryPoints: [`src/${START}.ts`],
    format: "cjs",
    outExtension: { ".js": ".cjs" },
    define: { "import.meta.dirname": "__dirname" },
    banner: {},
    plugins: [importLater(onDemand)],
  });
  const parts = await build({
    ...SHARED,
    // In order, so that equal sources have equal results: imports are found in any order.
    entryPoints: Object.fromEntries([...onDemand].toSorted(([left], [right]) => (left < right ? -1 : 1))),
    plugins: [partsOfUndici, openapiText],
    splitting: true,
    chunkNames: "parts/shared-[hash]",
  });
  refuseNamesOfCommonJs(parts.metafile);
  const files = new Map<string, Buffer>(
    [start, programs, parts]
      .flatMap(({ outputFiles }) => outputFiles)
      .map(({ path, contents }) => [path, Buffer.from(contents)]),
  );
  const outputs = Object.assign({}, ...[start, programs, parts].map(({ metafile }) => metafile.outputs));
  files.set(join(OUTPUT, "THIRD-PARTY-LICENSES.txt"), Buffer.from(await describeLicenses(outputs, PACKAGE)));
  const prepared = await preparedFiles({ ...SHARED, plugins: [importLater(new Map()), unusedModules] });
  for (const [path, text] of Object.entries(prepared.texts)) files.set(join(OUTPUT, path), Buffer.from(text));
  const page = await pageFiles();
  for (const { path, contents } of page) files.set(join(OUTPUT, PAGE, path), contents);
  for (const [path, contents] of files) await writeIfChanged(path, contents);
  await removeOthers(files);
  const inputs = [start, programs, parts, prepared].flatMap(({ metafile }) => inputsOf(metafile));
  const copied = page.map(({ source }) => source);
  await writeFile(STAMP, JSON.stringify(await stampOf([...inputs, ...copied, ...files.keys()])));
}

/** Adapters take the default export of these. */
const TAKEN_BY_DEFAULT = /\/node_modules\/(?:@alicloud|tencentcloud-sdk-nodejs-common)\//;

/** esbuild gives `import()` of a CommonJS package the default export only; named exports would be undefined. */
function refuseNamesOfCommonJs({ inputs }: Metafile): void {
  for (const [file, { imports }] of Object.entries(inputs)) {
    if (file.includes("node_modules/")) continue;
    for (const { path, kind } of imports)
      if (kind === "dynamic-import" && inputs[path]?.format === "cjs" && !TAKEN_BY_DEFAULT.test(path))
        throw new Error(`${file} imports the CommonJS file ${path} on demand. Import it in a module of its own.`);
  }
}

/** A file and what is compared of it. */
type Stamp = readonly (readonly [path: string, modifiedAt: number, bytes: number])[];

async function isUpToDate(): Promise<boolean> {
  try {
    const stamp = JSON.parse(await readFile(STAMP, "utf8")) as Stamp;
    const now = await stampOf(stamp.map(([path]) => path));
    return JSON.stringify(now) === JSON.stringify(stamp);
  } catch {
    return false;
  }
}

async function stampOf(paths: readonly string[]): Promise<Stamp> {
  return Promise.all(
    paths.map(async (path) => {
      const { mtimeMs, size } = await stat(path);
      return [path, mtimeMs, size] as const;
    }),
  );
}

/** The files that a result depends on. */
function inputsOf({ inputs }: Metafile): readonly string[] {
  const files = Object.keys(inputs).filter((path) => !/^(?:unused|parts-of-undici):|^<stdin>$/.test(path));
  return [
    import.meta.filename,
    join(PACKAGE, "package.json"),
    ...["describe-licenses.ts", "openapi-text.ts", "page-files.ts", "parts-of-undici.ts", "prepared-files.ts"].map(
      (name) => join(import.meta.dirname, name),
    ),
    ...files.map((path) => join(PACKAGE, path)),
  ];
}

/** Leaves `import()` in the programs, and collects what they import: file by output. */
function importLater(onDemand: Map<string, string>): Plugin {
  return {
    name: "import-later",
    setup(bundler) {
      bundler.onResolve({ filter: /./ }, async ({ path, kind, resolveDir, pluginData }) => {
        if (kind !== "dynamic-import" || path.startsWith("node:") || pluginData === importLater) return undefined;
        const found = await bundler.resolve(path, { kind, resolveDir, pluginData: importLater });
        if (found.errors.length > 0) return found;
        const name = relative(join(PACKAGE, "src"), found.path).replace(/\.ts$/, "");
        if (PROGRAMS.includes(name)) return { path: `./${name}.js`, external: true };
        onDemand.set(`parts/${name}`, found.path);
        return { path: `./parts/${name}.js`, external: true };
      });
    },
  };
}

/** Commander starts subcommands that are programs of their own; there are none, and the module costs every start. */
const unusedModules: Plugin = {
  name: "unused-modules",
  setup(bundler) {
    bundler.onResolve({ filter: /^node:child_process$/ }, ({ path, importer }) =>
      /\/node_modules\/commander\//.test(importer) ? { path, namespace: "unused" } : undefined,
    );
    bundler.onLoad({ filter: /./, namespace: "unused" }, () => ({ contents: "module.exports = {};", loader: "js" }));
  },
};

async function writeIfChanged(path: string, contents: Buffer): Promise<void> {
  const current = await readFile(path).catch(() => undefined);
  if (current?.equals(contents)) return;
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.part`;
  await writeFile(draft, contents, { mode: path === join(OUTPUT, `${START}.cjs`) ? 0o755 : 0o644 });
  await rename(draft, path);
}

/** Removes what earlier builds wrote. The compiler writes the declarations. */
async function removeOthers(files: ReadonlyMap<string, unknown>): Promise<void> {
  for (const name of await readdir(OUTPUT, { recursive: true })) {
    const path = join(OUTPUT, name);
    const isBuilt = /\.c?js(?:\.map)?$|\.txt$/.test(name) || name.startsWith(join(PAGE, "assets", "/"));
    if (isBuilt && !files.has(path)) await rm(path);
  }
}

if (process.argv[1] === import.meta.filename) await bundle();
