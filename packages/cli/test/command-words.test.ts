import { expect, test } from "vitest";
import { inCommandWords } from "../src/output/command-words.ts";
import { runMain } from "./run-main.ts";

test.each([
  [
    "Use the key's id, or resolve aliases (`resolveAliases: true`).",
    "Use the key's id, or resolve aliases with --resolve-aliases.",
  ],
  [
    "Allow reading tags, or skip that read (`readFirst: false`).",
    "Allow reading tags, or skip that read (--no-read-first).",
  ],
  ["Pass the tag keys to remove, or `all: true`, not both.", "Pass the tag keys to remove, or --all, not both."],
  [
    "Leave it out, or allow it (changeSoftwareTags; on the command line --change-software-tags).",
    "Leave it out, or allow it with --change-software-tags.",
  ],
  [
    'Set "region", the environment variable AWS_REGION, or region in the profile.',
    'Set --region, "region" in crosstag.yaml, the environment variable AWS_REGION, or region in the profile.',
  ],
  ["End that process, or set another `stateFolder`.", "End that process, or name another folder with --state."],
  ["Run `crosstag list`.", "Run `crosstag list`."],
  ["Nothing of the API.", "Nothing of the API."],
])("%j", (api, command) => {
  expect(inCommandWords(api)).toBe(command);
});

test("a refused request names flags, and no options of the API", async () => {
  const result = await runMain(["tag", "alias/billing", "--set", "a=b", "--cloud", "aws", "--region", "us-east-1"], {
    environment: { AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "y" },
  });
  expect(result.exitCode).toBe(2);
  expect(result.stderr).toContain("--resolve-aliases");
  expect(result.stderr).not.toContain("resolveAliases");
});
