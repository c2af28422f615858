import { join } from "node:path";
import react from "@vitejs/plugin-react";
import type { InlineConfig } from "vite";
import { compilePages, PAGE_MODULES } from "./compile-pages.ts";
import { DOCUMENTATION } from "./documentation-pages.ts";
import { listPages } from "./list-pages.ts";

const PACKAGE = join(import.meta.dirname, "..");

/** How the page is built: from the sources of this repository, into files whose names have a hash of what they contain. */
export const VITE_SETTINGS: InlineConfig = {
  root: join(PACKAGE, "page"),
  configFile: false,
  envDir: false,
  plugins: [compilePages(), listPages(DOCUMENTATION), react()],
  resolve: {
    alias: PAGE_MODULES,
    // Given pages can be in a folder without packages.
    dedupe: ["react", "react-dom"],
    conditions: ["@crosstag/source", "module", "browser", "production"],
  },
  build: {
    outDir: join(PACKAGE, "dist/public"),
    emptyOutDir: true,
    target: "es2023",
    // The page allows nothing that is not a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // Of the packages in it.
    license: { fileName: "licenses.md" },
  },
  logLevel: "warn",
};
