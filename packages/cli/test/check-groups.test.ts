import type { CheckRecord, ReportedFinding } from "@crosstag/compliance";
import { expect, test } from "vitest";
import { CheckGroups } from "../src/commands/check/write-check.ts";
import { capture } from "./capture.ts";

function finding(rule: string, severity: ReportedFinding["severity"]): ReportedFinding {
  return { rule, severity, message: "It is wrong.", fix: "Put it right.", fingerprint: rule } as ReportedFinding;
}

test("errors come before warnings, and warnings before notes, in whatever order they were found", async () => {
  const groups = new CheckGroups();
  for (const found of [finding("a", "info"), finding("b", "warning"), finding("c", "error"), finding("d", "warning")])
    groups.add({ reference: "key/1", findings: [found], suppressed: [] } as unknown as CheckRecord);
  const { output, stdout } = capture();
  await groups.write(output);
  expect(stdout().match(/^\w+, \w+(?=:)/gm)).toEqual(["error, c", "warning, b", "warning, d", "info, a"]);
});
