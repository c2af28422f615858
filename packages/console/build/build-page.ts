import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DOCUMENTATION } from "./documentation-pages.ts";
import { inProduction } from "./in-production.ts";

const PACKAGE = join(import.meta.dirname, "..");
const OUTPUT = join(PACKAGE, "dist/public");
/** What the last result was made of, and the result. */
const STAMP = join(PACKAGE, "page.tsbuildinfo");

/** Builds the page of the console from `page/`. Does nothing if nothing has changed. */
export async function buildPage(): Promise<void> {
  if (await isUpToDate()) return;
  // The bundler is loaded only if it has something to do.
  const modules = await inProduction(async () => {
    const [page, { buildComponents }] = await Promise.all([buildFiles(), import("./build-components.ts")]);
    await buildComponents();
    return page;
  });
  const files = [...modules].filter((id) => id.startsWith("/") && !id.includes("/node_modules/"));
  await writeFile(STAMP, JSON.stringify(await stampOf([...files, ...(await ownFiles())])));
}

/** Builds the page, and returns the modules that it consists of. */
async function buildFiles(): Promise<ReadonlySet<string>> {
  const [{ build }, { VITE_SETTINGS }] = await Promise.all([import("vite"), import("./vite-settings.ts")]);
  const modules = new Set<string>();
  await build({
    ...VITE_SETTINGS,
    plugins: [
      ...(VITE_SETTINGS.plugins ?? []),
      {
        name: "collect-modules",
        moduleParsed: ({ id }) => void modules.add(id.replace(/[?#].*$/, "")),
      },
    ],
  });
  return modules;
}

/** A file and what is compared of it. */
type Stamp = readonly (readonly [path: string, modifiedAt: number, bytes: number])[];

async function isUpToDate(): Promise<boolean> {
  try {
    const stamp = JSON.parse(await readFile(STAMP, "utf8")) as Stamp;
    const paths = new Set([...stamp.map(([path]) => path), ...(await ownFiles())]);
    return JSON.stringify(await stampOf([...paths])) === JSON.stringify(stamp);
  } catch {
    return false;
  }
}

/** The files of the page and of its build, the result, and the versions of all packages. */
async function ownFiles(): Promise<readonly string[]> {
  const folders = [join(PACKAGE, "page"), import.meta.dirname, OUTPUT, ...DOCUMENTATION.map(({ folder }) => folder)];
  const found = await Promise.all(
    folders.map(async (folder) => {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    }),
  );
  const compiled = join(PACKAGE, "page/dist/");
  const files = found.flat().filter((path) => !path.startsWith(compiled));
  return [...files, join(PACKAGE, "../../package-lock.json")].toSorted();
}

async function stampOf(paths: readonly string[]): Promise<Stamp> {
  return Promise.all(
    [...new Set(paths)].map(async (path) => {
      const { mtimeMs, size } = await stat(path);
      return [path, mtimeMs, size] as const;
    }),
  );
}

if (process.argv[1] === import.meta.filename) await buildPage();
