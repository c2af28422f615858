import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const PACKAGES = fileURLToPath(new URL("../../packages", import.meta.url));

/** The folder with one file for each entry of each package. */
export const ENTRIES = fileURLToPath(new URL("entries", import.meta.url));

interface Manifest {
  readonly exports?: Readonly<Record<string, string | { readonly types?: string }>>;
}

/** Names and texts of the files in `ENTRIES`: what each entry declares to users, from the built packages. */
export function declarations(): ReadonlyMap<string, string> {
  const packages = readdirSync(PACKAGES).filter((name) => existsSync(join(PACKAGES, name, "package.json")));
  return new Map(
    packages.flatMap((name) =>
      entriesOf(name).map(({ entry, file }) => [
        `${name}${entry.slice(1).replaceAll("/", "-")}.d.txt`,
        describeEntry(file),
      ]),
    ),
  );
}

/** Where the exports of all entries of a package are declared. */
export function entryExports(packageName: string): readonly Place[] {
  const places = entriesOf(packageName).flatMap(({ file }) => [...exportsOf(file).values()]);
  return [...new Map(places.map((place) => [`${place.file} ${place.name}`, place])).values()];
}

/** The entries of a package that have types, such as `./driver`, with their declaration files. */
function entriesOf(packageName: string): readonly { readonly entry: string; readonly file: string }[] {
  const folder = join(PACKAGES, packageName);
  const { exports = {} } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
  return Object.entries(exports).flatMap(([entry, target]) =>
    typeof target === "string" || target.types === undefined ? [] : [{ entry, file: join(folder, target.types) }],
  );
}

/** The exports in the order of their names, and after them what they refer to in the package without exporting it. */
function describeEntry(entry: string): string {
  const exported = exportsOf(entry);
  const shown = new Set<string>();
  const inner = new Map<string, string>();
  const visit = (file: string, name: string): string => {
    const { declared, imported } = parse(file);
    const text = declared.get(name);
    if (text === undefined) return `export ${name} from elsewhere`;
    for (const word of new Set(text.match(/[A-Za-z_$][\w$]*/g))) {
      const at = declared.has(word) ? { file, name: word } : imported.get(word);
      const key = at && `${at.file} ${at.name}`;
      if (at === undefined || key === undefined || shown.has(key)) continue;
      shown.add(key);
      inner.set(key, visit(at.file, at.name));
    }
    return text;
  };
  for (const { file, name } of exported.values()) shown.add(`${file} ${name}`);
  const outer = [...exported].toSorted(([left], [right]) => (left < right ? -1 : 1));
  const lines = outer.map(([as, { file, name }]) => (as === name ? "" : `// as ${as}\n`) + visit(file, name));
  const rest = [...inner.values()].toSorted();
  const texts = [...lines, ...(rest.length > 0 ? ["// Not exported:", ...rest] : [])];
  return `${texts.map(withoutSchema).join("\n\n")}\n`;
}

/** The type of a zod schema is hundreds of lines, and says less than packages/operations/openapi.json. */
function withoutSchema(text: string): string {
  const isSchema = /\b(?:z|import\("zod"\))\.Zod/.test(text);
  return isSchema ? text.replace(/^(export declare const \w+): [\s\S]*/, "$1: …;") : text;
}

/** The file of a declaration, and its name there. */
export interface Place {
  readonly file: string;
  readonly name: string;
}

/** Where each export of a file is declared. */
function exportsOf(file: string): ReadonlyMap<string, Place> {
  const { declared, imported, exported, stars } = parse(file);
  const places = new Map<string, Place>();
  for (const star of stars) for (const [as, place] of exportsOf(star)) places.set(as, place);
  for (const [name, text] of declared) if (text.startsWith("export ")) places.set(name, { file, name });
  for (const [as, { file: from, name }] of exported) {
    const place = from === file ? (imported.get(name) ?? { file, name }) : exportsOf(from).get(name);
    places.set(as, place ?? { file: from, name });
  }
  return places;
}

interface ParsedFile {
  /** Texts of declarations, without comments. */
  readonly declared: ReadonlyMap<string, string>;
  readonly imported: ReadonlyMap<string, Place>;
  readonly exported: ReadonlyMap<string, Place>;
  readonly stars: readonly string[];
}

const parsed = new Map<string, ParsedFile>();
const NAME = /^(?:export )?(?:declare )?(?:abstract )?(?:function|class|const|let|interface|type|enum) ([\w$]+)/;

/** Compilers write declaration files in one regular form: a statement begins at the beginning of a line. */
function parse(file: string): ParsedFile {
  const known = parsed.get(file);
  if (known !== undefined) return known;
  const declared = new Map<string, string>();
  const imported = new Map<string, Place>();
  const exported = new Map<string, Place>();
  const stars: string[] = [];
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  for (const statement of statementsOf(text)) {
    const list = /^(import|export)(?: type)? \{([^}]*)\}(?: from ["']([^"']+)["'])?/.exec(statement);
    const star = /^export \* from ["'](\.[^"']+)["']/.exec(statement);
    const name = NAME.exec(statement)?.[1];
    if (star?.[1] !== undefined) stars.push(declarationOf(file, star[1]));
    else if (list !== null) {
      const [, verb, names = "", from] = list;
      if (from !== undefined && !from.startsWith(".")) continue;
      const target = from === undefined ? file : declarationOf(file, from);
      for (const part of names.split(",").map((one) => one.trim().replace(/^type /, "")))
        if (part !== "") {
          const [given = "", as = given] = part.split(" as ");
          (verb === "import" ? imported : exported).set(as, { file: target, name: given });
        }
    } else if (name !== undefined) {
      const earlier = declared.get(name);
      declared.set(name, earlier === undefined ? statement : `${earlier}\n${statement}`);
    }
  }
  const result = { declared, imported, exported, stars };
  parsed.set(file, result);
  return result;
}

function declarationOf(file: string, imported: string): string {
  return resolve(dirname(file), imported.replace(/\.(?:js|tsx?)$/, ".d.ts"));
}

function statementsOf(text: string): readonly string[] {
  const lines = text
    .replaceAll(/\/\*[\s\S]*?\*\//g, "")
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.trimStart().startsWith("//"))
    .map((line) => line.trimEnd());
  const statements: string[] = [];
  for (const line of lines) {
    if (/^(?:export|import|declare|interface|type) /.test(line) || statements.length === 0) statements.push(line);
    else statements[statements.length - 1] += `\n${line}`;
  }
  return statements;
}
