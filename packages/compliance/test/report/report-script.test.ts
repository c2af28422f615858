import { readFile } from "node:fs/promises";
import { format } from "oxfmt";
import { expect, it } from "vitest";
import { buildReportScript, REPORT_SCRIPT_FILE } from "../../build/report-script.ts";
import { REPORT_SCRIPT } from "../../src/report/html/report-script.ts";

it("the script of the HTML report is the one that is built from its sources", async () => {
  const committed = await readFile(new URL(`../../../../${REPORT_SCRIPT_FILE}`, import.meta.url), "utf8");
  const { code } = await format(REPORT_SCRIPT_FILE, await buildReportScript());
  expect(committed === code ? "the same" : "different: run `npm run docs:generate`").toBe("the same");
});

it("the script ends no element of the page, and requests nothing", () => {
  expect(REPORT_SCRIPT).not.toMatch(/<\/script|<!--|\bfetch\(|XMLHttpRequest|\bimport\(/i);
});
