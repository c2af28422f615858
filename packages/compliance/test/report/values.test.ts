import { expect, test } from "vitest";
import {
  checkResource,
  compilePolicy,
  compileWaivers,
  writeCsvReport,
  writeHtmlReport,
  writeJsonReport,
  writeJunitReport,
  writeMarkdownReport,
  writeSarifReport,
  type CheckOptions,
} from "../../src/index.ts";
import { resourceWith } from "../resource.ts";
import { reportInput, textOf } from "./checked.ts";

const VALUE = "canary-value-81c2";
const WRITERS = {
  writeCsvReport,
  writeHtmlReport,
  writeJsonReport,
  writeJunitReport,
  writeMarkdownReport,
  writeSarifReport,
};
const POLICY = compilePolicy({
  version: 1,
  rules: [
    { id: "env", tags: { env: { oneOf: ["prod"] } } },
    { id: "stage", tags: { stage: { oneOf: ["prod"] } } },
    { id: "owner", required: ["owner"] },
  ],
});
const waivers = compileWaivers(
  [{ id: "W", rules: ["stage"], owner: "Zoe", reason: "moves", expires: "2027-01-01" }],
  new Date("2026-11-25T00:00:00Z"),
);

const check = (options: CheckOptions) =>
  checkResource(POLICY, resourceWith({ env: VALUE, stage: `${VALUE}-2`, other: `${VALUE}-3` }), {
    waivers,
    ...options,
  });

test("a finding has the value of its tag if values are asked for, and the same fingerprint", () => {
  const [without, shown] = [check({}), check({ showValues: true })];
  expect(JSON.stringify(without)).not.toContain(VALUE);
  expect(shown.findings.map(({ rule, value }) => [rule, value])).toEqual([
    ["env", VALUE],
    ["owner", undefined],
  ]);
  expect(shown.suppressed[0]?.value).toBe(`${VALUE}-2`);
  expect(shown.findings.map(({ fingerprint }) => fingerprint)).toEqual(
    without.findings.map(({ fingerprint }) => fingerprint),
  );
});

test.each(Object.entries(WRITERS))("%s contains values only if it is a report for that", async (name, write) => {
  const text = await textOf(write, reportInput([check({ showValues: true })]));
  expect(text.includes(VALUE)).toBe(["writeCsvReport", "writeHtmlReport", "writeJsonReport"].includes(name));
  expect(text).not.toContain(`${VALUE}-3`);
  expect(await textOf(write, reportInput([check({})]))).not.toContain(VALUE);
});
