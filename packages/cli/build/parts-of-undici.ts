import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plugin } from "esbuild";

const COMPILED = /new WebAssembly\.Module\((require\('\.\.\/llhttp\/llhttp_simd-wasm\.js'\))\)/;
const COMPILER = join(import.meta.dirname, "../src/compile-http-parser.ts");

/**
 * Only the parts of undici that the adapters use, with its parser compiled by `compileHttpParser`. Its index loads all of
 * it, and Node's own copy too: a tenth of the time of a command that makes one call (undici 7.30.2, measured 2026-11-29).
 */
export const partsOfUndici: Plugin = {
  name: "parts-of-undici",
  setup(bundler) {
    bundler.onResolve({ filter: /^undici$/ }, ({ path }) => ({ path, namespace: "parts-of-undici" }));
    bundler.onLoad({ filter: /./, namespace: "parts-of-undici" }, () => ({
      contents: `
        export { default as Pool } from "undici/lib/dispatcher/pool.js";
        export { default as buildConnector } from "undici/lib/core/connect.js";`,
      loader: "js",
      resolveDir: import.meta.dirname,
    }));
    bundler.onLoad({ filter: /[\\/]undici[\\/]lib[\\/]dispatcher[\\/]client-h1\.js$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      if (!COMPILED.test(text)) throw new Error(`${path} does not compile its parser as the build expects.`);
      return {
        contents: text.replace(COMPILED, `require(${JSON.stringify(COMPILER)}).compileHttpParser($1)`),
        loader: "js",
      };
    });
  },
};
