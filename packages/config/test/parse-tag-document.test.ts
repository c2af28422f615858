import { parseTagDocument } from "@crosstag/config/tags";
import { CrosstagError } from "@crosstag/core";
import { expect, test } from "vitest";

const payments = { key: "team", value: "payments" };

test("JSON, YAML and lists of pairs give the same tags, in order", () => {
  for (const text of [
    '{"team":"payments","stage":""}',
    "team: payments\nstage: ''",
    '[{"Key":"team","Value":"payments"},{"TagKey":"stage","TagValue":""}]',
    "- {key: team, value: payments}\n- {value: '', key: stage}",
  ]) {
    expect(parseTagDocument(text, "here")).toEqual([payments, { key: "stage", value: "" }]);
  }
});

test.each([
  ['{"version": 1.10}', 'the value of "version" is a number, not a text.'],
  ['{"on": true}', "is a boolean"],
  ['{"none": null}', "is empty, not a text"],
  ["1: one", "the key is not a text"],
  ['{"team":"a","team":"b"}', "has a key twice (line 1, column 13)"],
  ["team: payments\n  stage: [", "is neither JSON nor YAML"],
  ["just words", "must hold a map of tags, or a list of them"],
  ['[{"Key":"team","Value":"a","Extra":"b"}]', "must have a Key and a Value, and nothing else"],
])("%j is refused", (text, message) => {
  expect(() => parseTagDocument(text, "here")).toThrowError(message);
});

test("a map key named __proto__ is a tag like any other", () => {
  expect(parseTagDocument('{"__proto__":"x"}', "here")).toEqual([{ key: "__proto__", value: "x" }]);
});

test("a refusal is a configuration error that says what to write", () => {
  const refusal = catchError(() => parseTagDocument("[team]", 'The file "tags.json"'));
  expect(CrosstagError.is(refusal) && refusal.toJSON()).toMatchObject({
    code: "configuration",
    message: 'The file "tags.json", tag 1 must have a Key and a Value, and nothing else.',
    hint: 'Write {"team":"payments"}, or [{"Key":"team","Value":"payments"}].',
  });
});

function catchError(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}
