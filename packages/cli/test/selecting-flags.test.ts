import type { ScheduleSelection } from "@crosstag/dbos";
import { expect, test } from "vitest";
import { GLOBAL_OPTIONS } from "../src/global-options.ts";
import { flagsOfSelection, selectionOfFlags, type SelectingFlags } from "../src/configuration/selecting-flags.ts";

/** One value for each flag. */
const FLAGS: Required<SelectingFlags> = {
  cloud: ["production"],
  account: ["111122223333"],
  notAccount: ["lake"],
  ou: ["/Workloads"],
  accountTag: ["env=prod"],
};

test("a selection has every flag that selects, also after it was kept for a schedule", () => {
  const kept: ScheduleSelection = selectionOfFlags(FLAGS);
  expect(flagsOfSelection(kept)).toEqual(FLAGS);
  expect(flagsOfSelection(selectionOfFlags({}))).toEqual({});
});

test("the help has no further flag that selects", () => {
  const selecting = GLOBAL_OPTIONS.filter(({ description }) =>
    /^(?:only (?:these|accounts)|not these)/.test(description),
  );
  const names = selecting.map(({ flags }) =>
    flags.replace(/^--(\S+).*/, "$1").replaceAll(/-(.)/g, (_, letter) => letter.toUpperCase()),
  );
  expect(names).toEqual(Object.keys(FLAGS));
});

test("a condition on tags of accounts is checked", () => {
  expect(() => selectionOfFlags({ accountTag: ["=prod"] })).toThrow("--account-tag");
});
