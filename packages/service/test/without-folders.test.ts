import { CrosstagError } from "@crosstag/core";
import { expect, test } from "vitest";
import { textsForCallers, withoutFolders } from "../src/http/without-folders.ts";

test.each([
  [
    `The plan "/srv/state/plans/ab.json" cannot be used: it is a folder.`,
    `The plan "ab.json" cannot be used: it is a folder.`,
  ],
  [String.raw`The plan "C:\\state\\my plans\\ab.json" is damaged.`, `The plan "ab.json" is damaged.`],
  ["Check the folder /srv/my-state/runs/r1. Make a new plan.", "Check the folder r1. Make a new plan."],
  ["Approve it: POST /v1/plans/{plan}/decisions", "Approve it: POST /v1/plans/{plan}/decisions"],
  ["See https://example.com/a/b or arn:aws:kms:eu:1:key/x.", "See https://example.com/a/b or arn:aws:kms:eu:1:key/x."],
])("%s", (text, expected) => {
  expect(withoutFolders(text)).toBe(expected);
});

test("names of resources in other errors stay", () => {
  const message = `The secret "/prod/db/password" does not exist.`;
  const error = new CrosstagError({ code: "not-found", message, hint: message });
  expect(textsForCallers(error)).toEqual({ message, hint: message });
});
