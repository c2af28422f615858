import { expect, test } from "vitest";
import type { CheckRecord } from "@crosstag/compliance";
import { withRecordSpool } from "../src/compliance/record-spool.ts";

test("records come back as they went, with separators that some versions of Node take for the end of a line", async () => {
  const record: CheckRecord = {
    reference: "key/1",
    provider: "aws",
    kind: "key",
    team: "a\u2028b\u2029c\nd",
    result: "compliant",
    findings: [],
    suppressed: [],
    rules: [],
  };
  await withRecordSpool(async ({ add, records }) => {
    await add(record);
    await add(record);
    for (let round = 0; round < 2; round += 1) {
      const read: CheckRecord[] = [];
      for await (const one of records()) read.push(one);
      expect(read).toEqual([record, record]);
    }
  });
});
