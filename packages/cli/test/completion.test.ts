import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { COMMANDS } from "../src/command-table.ts";
import { runMain } from "./run-main.ts";

async function scriptFor(shell: string): Promise<string> {
  const { stdout, exitCode } = await runMain(["completion", shell]);
  expect(exitCode).toBe(0);
  return stdout;
}

/** What bash would offer after this line. */
function completeInBash(script: string, words: readonly string[]): readonly string[] {
  const program = `${script}\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}; _crosstag; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync("bash", ["--norc", "-c", program], { encoding: "utf8" }).trim().split("\n");
}

test("bash completes commands, options, values and operands", async () => {
  const script = await scriptFor("bash");
  expect(completeInBash(script, ["crosstag", "ta"])).toEqual(["tag"]);
  expect(completeInBash(script, ["crosstag", "unt"])).toEqual(["untag"]);
  expect(completeInBash(script, ["crosstag", "tag", "--res"]).toSorted()).toEqual([
    "--reserved",
    "--resolve-aliases",
    "--resources",
  ]);
  expect(completeInBash(script, ["crosstag", "--output", "json"]).toSorted()).toEqual(["json", "jsonl"]);
  expect(completeInBash(script, ["crosstag", "tag", "--reserved", ""]).toSorted()).toEqual(["refuse", "skip"]);
  expect(completeInBash(script, ["crosstag", "completion", "z"])).toEqual(["zsh"]);
});

test.each(["bash", "zsh", "fish"])("%s knows every command and every option of it", async (shell) => {
  const script = await scriptFor(shell);
  for (const { name, options = [] } of COMMANDS) {
    expect(script).toContain(name);
    for (const { flags } of options)
      expect(script).toContain(shell === "fish" ? `-l ${flags.split(" ")[0]?.slice(2)}` : flags.split(" ")[0]);
  }
});
