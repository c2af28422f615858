import { expect, test } from "vitest";
import type { CommandContext } from "../src/command-context.ts";
import { createOutput } from "../src/output/output.ts";
import { writeTable } from "../src/output/table.ts";
import { capture } from "./capture.ts";
import { FakeTerminal } from "./fake-terminal.ts";

const ARN = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const HEADINGS = ["KIND", "RESOURCE", "TAGS OR ROWS"];
const ROWS = [["key", { text: ARN, style: "green" as const }, ["cost-center=0815", "=1+1=x"]]];

test("on a terminal of 80 columns, no word is broken and names are cut in the middle", async () => {
  const terminal = new FakeTerminal(80);
  const context = { standardOutput: terminal, environment: { NO_COLOR: "1" } } as unknown as CommandContext;
  const output = createOutput(context, { output: "table", input: true, color: false, sharedQuotas: true });
  await writeTable(output, HEADINGS, ROWS);
  expect(terminal.screen.trimEnd().split("\n")).toEqual(
    [
      "KIND  RESOURCE                                                  TAGS OR ROWS",
      "key   arn:aws:kms:eu-cen…key/1234abcd-12ab-34cd-56ef-1234567890ab  cost-center=0815",
      expect.stringMatching(/^ +=1\+1=x$/),
    ].map((line) => (typeof line === "string" ? expect.any(String) : line)),
  );
  expect(terminal.screen).toContain("-1234567890ab  cost-center=0815");
  expect(terminal.screen).toContain("…");
});

test("without a terminal, names are whole; as CSV, cells are guarded", async () => {
  const table = capture({ color: false });
  await writeTable(table.output, HEADINGS, ROWS);
  expect(table.stdout()).toContain(`${ARN}  cost-center=0815\n`);
  const csv = capture({ output: "csv" });
  await writeTable(csv.output, HEADINGS, ROWS);
  expect(csv.stdout()).toBe(`kind,resource,tags_or_rows\nkey,${ARN},"cost-center=0815; =1+1=x"\n`);
});
