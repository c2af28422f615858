import { join } from "node:path";
import { build } from "esbuild";

/** The file with the script, from the root of the repository. */
export const REPORT_SCRIPT_FILE = "packages/compliance/src/report/html/report-script.ts";

/** Builds the script of the HTML report from `browser/` into a module with one text. */
export async function buildReportScript(): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: join(import.meta.dirname, ".."),
    entryPoints: ["browser/report-script.ts"],
    bundle: true,
    format: "iife",
    platform: "browser",
    target: "es2022",
    conditions: ["@crosstag/source"],
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    write: false,
    logLevel: "warning",
  });
  const script = outputFiles[0]?.text ?? "";
  return `// Built from packages/compliance/browser with \`npm run docs:generate\`.

/** The script of the HTML report, without a \`<script>\` element around it. */
export const REPORT_SCRIPT = ${JSON.stringify(script)};
`;
}
