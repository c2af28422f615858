import { describe, expect, it } from "vitest";
import { runMain } from "../../packages/cli/test/run-main.ts";
import { resultOf, startCrosstag } from "./run-crosstag.ts";

describe.each([[[]], [["--help"]], [["help", "list"]], [["list", "-h"]], [["--version"]]])(
  "the process `crosstag %j`",
  (commandLine) => {
    it("writes what the command writes, into a pipe", async () => {
      const { exitCode, stdout, stderr } = await resultOf(startCrosstag(commandLine));
      const expected = await runMain(commandLine);
      expect({ exitCode, stdout, stderr }).toEqual({
        ...expected,
        stdout: expected.stdout.replace(/\n$/, ""),
        stderr: expected.stderr.replace(/\n$/, ""),
      });
    });
  },
);
