import { CrosstagError } from "@crosstag/core";
import type { SharedRunStatus } from "@crosstag/dbos";
import { expect, test } from "vitest";
import { statusReader } from "../src/shared-runs/status-reader.ts";
import { capture } from "./capture.ts";

const STATUS: SharedRunStatus = {
  id: "20261129-191024-f27390",
  state: "running",
  stopping: false,
  changes: 1,
  version: "1",
  workers: 1,
  otherVersions: [],
  scopes: [],
};
const AWAY = new CrosstagError({ code: "unavailable", retry: "transient", message: "The database cannot be used." });
const DELETED = new CrosstagError({ code: "not-found", message: "The run was deleted." });

test("a database that is away for a while does not end the command that follows a run", async () => {
  const answers = [STATUS, AWAY, AWAY, STATUS, AWAY, DELETED];
  const status = async () => {
    const answer = answers.shift() ?? DELETED;
    if (answer instanceof CrosstagError) throw answer;
    return answer;
  };
  const { messages, stderr } = capture({ color: false });
  const read = statusReader({ status }, messages);
  expect([await read("1"), await read("1"), await read("1"), await read("1"), await read("1")]).toEqual([
    STATUS,
    undefined,
    undefined,
    STATUS,
    undefined,
  ]);
  await expect(read("1")).rejects.toBe(DELETED);
  const line =
    "warning: The database cannot be used. The command waits until it can be used again, and the workers wait, too.\n";
  expect(stderr()).toBe(line + line);
});
