import type { Violation } from "@crosstag/core";
import { expect, test } from "vitest";
import { groupViolations } from "../src/output/violation-groups.ts";

function ofAnotherAccount(position: number): Violation {
  const resource = `arn:aws:kms:eu-central-1:999999999999:key/${position}`;
  return {
    severity: "error",
    rule: "crosstag.reference",
    position,
    resource,
    message: `Reference ${position + 1}, ${JSON.stringify(resource)}: it belongs to account 999999999999, not to 111122223333.`,
    fix: "Name a key of account 111122223333.",
  };
}

test("one cause of many references is reported once, with the first of them", () => {
  const groups = groupViolations(Array.from({ length: 40 }, (_, position) => ofAnotherAccount(position)));
  expect(groups).toEqual([
    {
      severity: "error",
      lines: [
        "40 references: it belongs to account 999999999999, not to 111122223333.",
        "  Name a key of account 111122223333.",
        "  (crosstag.reference)",
        "    arn:aws:kms:eu-central-1:999999999999:key/0",
        "    arn:aws:kms:eu-central-1:999999999999:key/1",
        "    arn:aws:kms:eu-central-1:999999999999:key/2",
        "    and 37 more",
      ],
    },
  ]);
});

test("one reference is reported as it is, and other causes apart", () => {
  const groups = groupViolations([
    ofAnotherAccount(0),
    {
      severity: "error",
      rule: "crosstag.empty-list",
      message: "The list `tags` is empty.",
      fix: "Give at least one tag.",
    },
    {
      severity: "warning",
      rule: "x.y",
      resource: "key-1",
      message: "The tags of key-1 could not be read.",
      fix: "Allow it.",
    },
    {
      severity: "warning",
      rule: "x.y",
      resource: "key-2",
      message: "The tags of key-2 could not be read.",
      fix: "Allow it.",
    },
  ]);
  expect(groups.map(({ lines }) => lines[0])).toEqual([
    ofAnotherAccount(0).message,
    "The list `tags` is empty.",
    "2 resources: The tags of each of them could not be read.",
  ]);
  expect(groups.map(({ severity }) => severity)).toEqual(["error", "error", "warning"]);
});
