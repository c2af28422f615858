import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plugin } from "esbuild";

const READER =
  /readFile\(createRequire\(import\.meta\.url\)\.resolve\("@crosstag\/operations\/openapi\.json"\), "utf8"\)/;
const DOCUMENT = join(import.meta.dirname, "../../operations/openapi.json");

/** `openapi.json` as a part of the bundle, imported by the first request for it: its package is not installed. */
export const openapiText: Plugin = {
  name: "openapi-text",
  setup(bundler) {
    bundler.onLoad({ filter: /[\\/]service[\\/]src[\\/]http[\\/]openapi-document\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      if (!READER.test(text)) throw new Error(`${path} does not read openapi.json as the build expects.`);
      return {
        contents: text.replace(READER, `import(${JSON.stringify(DOCUMENT)}).then(({default: text}) => text)`),
        loader: "ts",
      };
    });
    bundler.onLoad({ filter: /[\\/]operations[\\/]openapi\.json$/ }, async ({ path }) => ({
      contents: await readFile(path),
      loader: "text",
    }));
  },
};
