import { writeFileSync } from "node:fs";
import { format } from "oxfmt";
import { buildReportScript, REPORT_SCRIPT_FILE } from "../../packages/compliance/build/report-script.ts";
import { generatedSchemas } from "./generated-schemas.ts";
import { generatedPages } from "./generated-pages.ts";
import { REPOSITORY } from "./pages.ts";

const script = (await format(REPORT_SCRIPT_FILE, await buildReportScript())).code;
for (const [path, text] of [
  ...(await generatedPages()),
  ...(await generatedSchemas()),
  [REPORT_SCRIPT_FILE, script] as const,
])
  writeFileSync(`${REPOSITORY}${path}`, text);
