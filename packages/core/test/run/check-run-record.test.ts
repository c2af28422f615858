import { expect, it } from "vitest";
import { decodeRunRecord } from "../../src/run/check-run-record.ts";
import { END, intent, outcome, SCOPE, start } from "../node/run-records.ts";

const failed = {
  type: "outcome",
  scope: SCOPE,
  reference: "a",
  status: "failed",
  code: "throttled",
  message: "m",
  hint: "h",
  providerCode: "P",
  tagKeys: ["a"],
};

it.each([
  start(),
  { type: "resume" },
  intent("a"),
  outcome("a"),
  failed,
  { type: "outcome", scope: SCOPE, reference: "a", status: "skipped", reason: "over-limit" },
  { type: "not-shown", scope: SCOPE, reference: "a", tagKeys: [] },
  { type: "not-read", scope: SCOPE, reference: "a", tagKeys: [], code: "unavailable" },
  { type: "shown", scope: SCOPE, reference: "a", tagKeys: [] },
  END,
])("takes a record of a journal: %j", (record) => {
  expect(decodeRunRecord(structuredClone(record))).toEqual(record);
});

it.each([
  [undefined, "`type` must be one of run, resume, intent"],
  [[], "`type`"],
  [{ type: "toString" }, "`type`"],
  [{ ...start(), schema: "crosstag-run/3" }, 'another version of Crosstag ("crosstag-run/3"'],
  [{ ...start(), changes: 1.5 }, "`changes`"],
  [{ type: "resume", more: 1 }, '"more", which is unknown'],
  [{ ...intent("a"), before: { a: 1 } }, "very value in `before`"],
  [{ ...intent("a"), set: { a: null } }, "very value in `set`"],
  [{ ...intent("a"), reference: undefined }, "`reference`"],
  [{ ...failed, status: "good" }, "`status`"],
  [{ ...failed, code: "odd" }, "`code`"],
  [{ ...END, ended: "somehow" }, "`ended`"],
  [{ ...END, counts: {} }, "`changed` of `counts`"],
])("refuses by name what is none: %j", (value, message) => {
  expect(() => decodeRunRecord(value)).toThrow(
    expect.objectContaining({ code: "configuration", message: expect.stringContaining(message) }),
  );
});
