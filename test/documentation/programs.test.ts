import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "node:util";
import spawn from "nano-spawn";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { LocalClouds } from "@crosstag/local-clouds";
import { asShown } from "./compare-output.ts";
import { type Page, readPages, REPOSITORY } from "./pages.ts";
import { environmentOf, startScene } from "./scenes.ts";

const FOLDER = fileURLToPath(new URL(".generated/", import.meta.url));

interface Program {
  readonly name: string;
  readonly file: string;
  readonly code: string;
  readonly line: number;
}

function programsOf({ path, blocks }: Page): readonly Program[] {
  const programs = blocks.filter(({ language, notRun }) => language === "ts" && notRun === undefined);
  return programs.map(({ code, line }) => ({
    name: `${path}:${line}`,
    file: `${FOLDER}${path.replaceAll(/[^\w-]/g, "-")}-${line}.ts`,
    code,
    line,
  }));
}

const pages = readPages()
  .map((page) => ({ path: page.path, scene: page.scene, programs: programsOf(page) }))
  .filter(({ programs }) => programs.length > 0);

/** As strict as this repository, except for rules that would only make examples longer. */
const COMPILER_OPTIONS = {
  noEmit: true,
  composite: false,
  rootDir: REPOSITORY,
  rewriteRelativeImportExtensions: false,
  allowImportingTsExtensions: true,
  noPropertyAccessFromIndexSignature: false,
  noUnusedLocals: false,
  // A user's compiler reads the declarations of packages. They are built before the tests.
  customConditions: [],
};

beforeAll(() => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const programs = pages.flatMap((page) => page.programs);
  writeFileSync(
    `${FOLDER}tsconfig.json`,
    JSON.stringify({
      extends: `${REPOSITORY}tsconfig.json`,
      compilerOptions: COMPILER_OPTIONS,
      references: [],
      files: programs.map(({ file }) => file),
    }),
  );
  for (const { file, code } of programs) writeFileSync(file, code);
});

it("the programs of the documentation pass the type check", async () => {
  const compiler = [join(REPOSITORY, "node_modules/typescript/bin/tsc"), "--project", FOLDER];
  const checked = await spawn(process.execPath, compiler, { cwd: REPOSITORY }).catch((error: unknown) => error);
  expect((checked as { readonly stdout: string }).stdout).toBe("");
});

/** `// → text`, at the end of a line or on lines of its own: the complete output of the program. */
function shownBy(code: string): string {
  return Array.from(code.matchAll(/\/\/ → (.*)$/gm), ([, text]) => text).join("\n");
}

/** Blocks connections of a program to other machines, and reports their hosts. */
function stayOnThisMachine(): readonly string[] {
  const elsewhere: string[] = [];
  const connect = Reflect.get(Socket.prototype, "connect") as (...parameters: unknown[]) => Socket;
  vi.spyOn(Socket.prototype, "connect").mockImplementation(function (this: Socket, ...parameters: unknown[]) {
    const [first] = parameters.flat() as readonly { readonly host?: string }[];
    const host = first?.host ?? "localhost";
    if (["127.0.0.1", "::1", "localhost"].includes(host)) return Reflect.apply(connect, this, parameters);
    elsewhere.push(host);
    throw new Error("Programs of the documentation call only local clouds.");
  });
  return elsewhere;
}

// The programs of a page run one after the other, on the same clouds.
describe.each(pages)("the programs of $path", ({ scene, programs }) => {
  let clouds: LocalClouds;
  beforeAll(async () => {
    clouds = await startScene(scene);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });
  afterAll(() => clouds.close());

  it.each(programs)("$name", async ({ file, code }) => {
    for (const [name, value] of Object.entries(environmentOf(clouds))) vi.stubEnv(name, value);
    const elsewhere = stayOnThisMachine();
    const printed: string[] = [];
    vi.spyOn(console, "log").mockImplementation((...values: unknown[]) => {
      printed.push(format(...values));
    });
    await import(/* @vite-ignore */ file);
    const shown = shownBy(code);
    expect(elsewhere).toEqual([]);
    expect(asShown(shown, printed.join("\n"))).toBe(shown);
  });
});
