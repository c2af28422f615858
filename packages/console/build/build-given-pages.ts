import { readdir } from "node:fs/promises";
import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { build } from "vite";
import { compilePages } from "./compile-pages.ts";
import { DOCUMENTATION } from "./documentation-pages.ts";
import { inProduction } from "./in-production.ts";
import { listPages } from "./list-pages.ts";
import { VITE_SETTINGS } from "./vite-settings.ts";

/** The group of the given pages: part of their addresses. */
const GROUP = "given";

/** Builds the page of the console with the `.mdx` and `.md` pages of a folder besides its own, and returns their paths. */
export async function buildGivenPages(folder: string, output: string): Promise<readonly string[]> {
  const given = { name: GROUP, title: "Given pages", folder: resolve(folder) };
  await inProduction(() =>
    build({
      ...VITE_SETTINGS,
      plugins: [compilePages(), listPages([given, ...DOCUMENTATION]), react()],
      build: { ...VITE_SETTINGS.build, outDir: output, emptyOutDir: true },
    }),
  );
  const files = await readdir(folder);
  return files.filter((file) => /\.mdx?$/.test(file)).map((file) => `/try-it/${GROUP}/${file.replace(/\.mdx?$/, "")}`);
}
