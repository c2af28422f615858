import { expect, test } from "vitest";
import { waitingTeller } from "../src/shared-runs/waiting-teller.ts";
import { capture } from "./capture.ts";

test("that a worker was started and has another version is said, too", () => {
  const { messages, stderr } = capture({ color: false });
  const tell = waitingTeller(messages);
  const none = { workers: 0, otherVersions: [], version: "2" };
  tell(none);
  tell(none);
  tell({ ...none, otherVersions: ["3"] });
  tell({ ...none, otherVersions: ["3"] });
  tell({ ...none, workers: 1, otherVersions: ["3"] });
  tell({ ...none, otherVersions: ["3"] });
  expect(
    stderr()
      .trimEnd()
      .split("\n")
      .map((line) => line.slice(0, 50)),
  ).toEqual([
    "warning: No worker is running, so the run waits. S",
    "warning: The run waits for a worker of the version",
    "warning: The run waits for a worker of the version",
  ]);
});
