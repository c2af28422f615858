import { execFileSync, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPlan, createRun } from "@crosstag/core/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { COMMANDS } from "../src/command-table.ts";
import { EMPTY_SUMMARY } from "./plan-of.ts";
import { runMain } from "./run-main.ts";

let directory: string;
let run: string;

/** A name that a shell must not run. */
const HOSTILE = "$(touch ran)";

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "crosstag-completion-"));
  const clouds = { production: { provider: "aws", region: "eu-central-1" }, [HOSTILE]: { provider: "alibaba" } };
  const files = {
    "crosstag.yaml": JSON.stringify({ clouds, adapters: ["./adapter.mjs"] }),
    "adapter.mjs": `import { writeFileSync } from "node:fs"; writeFileSync("${join(directory, "ran")}", "");`,
    "crosstag-tags.yaml": JSON.stringify({
      version: 1,
      statements: [{ select: {}, set: { team: "a" }, rename: { Owner: "owner" }, remove: ["tmp-*", HOSTILE] }],
    }),
    "crosstag-policy.yaml": JSON.stringify({ version: 1, rules: [{ id: "r", tags: { env: { required: true } } }] }),
    "plan one.json": "",
    "plan.json": "",
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  await mkdir(join(directory, "plans"));
  const root = join(directory, "state/crosstag/runs");
  ({ id: run } = await createRun(
    root,
    createPlan([], { origin: { type: "tag-sets", by: "test" }, summary: EMPTY_SUMMARY }),
  ));
  // The command that the scripts call, without the time that Node takes to start.
  await mkdir(join(directory, "bin"));
  const answers = [];
  for (const kind of ["cloud", "run", "tag-key", "tag"]) {
    await writeFile(join(directory, `bin/${kind}`), (await words(kind)).join("\n"));
    answers.push(`  "completion --words ${kind}") cat "$(dirname "$0")/${kind}" ;;`);
  }
  const script = `#!/bin/sh\ncase "$*" in\n${answers.join("\n")}\nesac\n`;
  await writeFile(join(directory, "bin/crosstag"), script, { mode: 0o755 });
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function words(kind: string): Promise<readonly string[]> {
  const { exitCode, stdout, stderr } = await runMain(["completion", "--words", kind], {
    workingDirectory: directory,
    environment: { XDG_STATE_HOME: join(directory, "state") },
  });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  return stdout.split("\n").filter((line) => line !== "");
}

async function scriptFor(shell: string): Promise<string> {
  const { stdout, exitCode } = await runMain(["completion", shell]);
  expect(exitCode).toBe(0);
  return stdout;
}

const environment = () => ({ PATH: `${join(directory, "bin")}:${process.env["PATH"] ?? ""}`, HOME: directory });

const hasShell = (shell: string) => spawnSync(shell, ["-c", "true"]).status === 0;

describe("the names that scripts ask for", () => {
  test("come from files, and pressing the tab key runs no adapter of a configuration", async () => {
    expect(await words("cloud")).toEqual(["production", HOSTILE, "aws", "alibaba"]);
    expect(await words("run")).toEqual(["latest", run]);
    expect(await words("tag-key")).toEqual([HOSTILE, "Owner", "env", "owner", "team"]);
    expect(await words("tag")).toEqual([`${HOSTILE}=`, "Owner=", "env=", "owner=", "team="]);
    expect(spawnSync("ls", [join(directory, "ran")]).status).not.toBe(0);
  });

  test("are none without files, and in a folder of broken ones", async () => {
    const broken = join(directory, "plans");
    for (const name of ["crosstag.yaml", "crosstag-tags.yaml", "crosstag-policy.yaml"])
      await writeFile(join(broken, name), "{");
    for (const kind of ["cloud", "run", "tag-key", "tag"])
      expect(await runMain(["completion", "--words", kind], { workingDirectory: broken })).toEqual({
        exitCode: 0,
        stdout: "",
        stderr: "",
      });
  });

  test("without a shell, the command says what to type", async () => {
    const { exitCode, stderr } = await runMain(["completion"]);
    expect(exitCode).toBe(64);
    expect(stderr).toBe("error: No shell was given.\n  Write: crosstag completion bash, or zsh, or fish.\n");
  });
});

/** What bash would offer after this line. */
function complete(script: string, line: readonly string[]): readonly string[] {
  const quoted = line.map((word) => `'${word}'`).join(" ");
  const program = `${script}\nCOMP_WORDS=(${quoted}); COMP_CWORD=${line.length - 1}; _crosstag; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const text = execFileSync("bash", ["--norc", "-c", program], {
    encoding: "utf8",
    cwd: directory,
    env: environment(),
  });
  return text.split("\n").filter((word) => word !== "");
}

describe("bash", () => {
  test("completes commands, options, values and operands", async () => {
    const script = await scriptFor("bash");
    expect(complete(script, ["crosstag", "ta"])).toEqual(["tag"]);
    expect(complete(script, ["crosstag", "unt"])).toEqual(["untag"]);
    expect(complete(script, ["crosstag", "tag", "--res"]).toSorted()).toEqual([
      "--reserved",
      "--resolve-aliases",
      "--resources",
    ]);
    expect(complete(script, ["crosstag", "--output", "json"]).toSorted()).toEqual(["json", "jsonl"]);
    expect(complete(script, ["crosstag", "tag", "--reserved", ""]).toSorted()).toEqual(["refuse", "skip"]);
    expect(complete(script, ["crosstag", "completion", "z"])).toEqual(["zsh"]);
  });

  // Bash splits a word at = and @.
  test.each<[string, readonly string[], readonly string[]]>([
    ["a file after a short option", ["plan", "-f", "crosstag-t"], ["crosstag-tags.yaml"]],
    ["a file after a long option", ["plan", "--file", "crosstag-t"], ["crosstag-tags.yaml"]],
    ["a file after = ", ["plan", "--file", "=", "crosstag-t"], ["crosstag-tags.yaml"]],
    ["a plan, with spaces in its name", ["apply", "plan "], ["plan one.json"]],
    ["plans and folders", ["plan", "plan"], ["plan one.json", "plan.json", "plans"]],
    ["a value after =", ["--output", "=", "jsonl"], ["jsonl"]],
    ["all values right after =", ["tag", "--reserved", "="], ["refuse", "skip"]],
    ["a cloud", ["list", "--cloud", "prod"], ["production"]],
    ["another cloud after a comma", ["list", "--cloud", "aws,prod"], ["aws,production"]],
    ["another kind after a comma", ["list", "--kind", "key,sec"], ["key,secret"]],
    ["a name that bash must not run, in quotation marks", ["list", "--cloud", "$"], [String.raw`\$\(touch\ ran\)`]],
    ["a cloud as an operand", ["providers", "prod"], ["production"]],
    ["a cloud or an inventory", ["diff", "pl"], ["plan one.json", "plan.json", "plans"]],
    ["the newest run", ["undo", "lat"], ["latest"]],
    ["a run to show", ["runs", "show", "la"], ["latest"]],
    ["a tag key", ["untag", "--key", "te"], ["team"]],
    ["a tag key of the policy", ["list", "--missing", "e"], ["env"]],
    ["the key of a tag", ["tag", "--set", "te"], ["team="]],
    ["no value of a tag", ["tag", "--set", "team", "=", "p"], []],
    ["a file of tags", ["tag", "--set", "@", "crosstag-t"], ["@crosstag-tags.yaml"]],
    ["a file of tags in one word", ["tag", "--set", "@crosstag-t"], ["@crosstag-tags.yaml"]],
    ["the form of a report", ["check", "--report", "ht"], ["html="]],
    ["the only form of a report of a run", ["apply", "--report", ""], ["junit="]],
    ["the file of a report", ["check", "--report", "html", "=", "crosstag-t"], ["crosstag-tags.yaml"]],
    ["the file of a report after two =", ["check", "--report", "=", "html", "=", "crosstag-t"], ["crosstag-tags.yaml"]],
  ])("completes %s", async (_what, line, expected) => {
    const offered = complete(await scriptFor("bash"), ["crosstag", ...line]);
    expect(offered.toSorted()).toEqual(expected);
  });

  test("completes files right after @", async () => {
    const offered = complete(await scriptFor("bash"), ["crosstag", "tag", "--set", "@"]);
    expect(offered).toEqual(expect.arrayContaining(["@adapter.mjs", "@crosstag-tags.yaml", "@plan one.json"]));
  });

  test("completes ids of runs", async () => {
    expect(complete(await scriptFor("bash"), ["crosstag", "resume", run.slice(0, 4)])).toEqual([run]);
  });

  test("in a shell that a person types in: the tab key completes a file, a cloud and a report", async () => {
    await writeFile(join(directory, "completion.bash"), await scriptFor("bash"));
    const input = [
      "PS1=",
      "source completion.bash",
      // Shows what the line became instead of running it.
      `crosstag() { if [[ $1 = completion ]]; then command crosstag "$@"; else printf '<%s>' "$@"; echo; fi; }`,
      "crosstag plan -f crosstag-t\t",
      "crosstag list --cloud pro\t",
      "crosstag check --report ht\tcrosstag-po\t",
      "crosstag tag --set @crosstag-t\t",
      "exit",
    ];
    const typed = spawnSync("script", ["-qec", "bash --norc --noprofile -i", "/dev/null"], {
      input: `${input.join("\n")}\n`,
      encoding: "utf8",
      cwd: directory,
      env: { ...environment(), TERM: "dumb", INPUTRC: "/dev/null" },
    });
    const lines = typed.stdout.split(/[\r\n]+/).filter((line) => /^<[a-z]+></.test(line));
    expect(lines).toEqual([
      "<plan><-f><crosstag-tags.yaml>",
      "<list><--cloud><production>",
      "<check><--report><html=crosstag-policy.yaml>",
      "<tag><--set><@crosstag-tags.yaml>",
    ]);
  });
});

test.skipIf(!hasShell("fish")).each<[string, readonly string[]]>([
  ["crosstag unt", ["untag"]],
  ["crosstag list --cloud pro", ["production"]],
  ["crosstag untag --key te", ["team"]],
  ["crosstag plan -f crosstag-t", ["crosstag-tags.yaml"]],
  ["crosstag apply plan.", ["plan.json"]],
  ["crosstag undo lat", ["latest"]],
  ["crosstag tag --reserved ref", ["refuse"]],
])("fish completes %j (only if fish is installed)", async (line, expected) => {
  await writeFile(join(directory, "completion.fish"), await scriptFor("fish"));
  const program = `source completion.fish; complete -C '${line}'`;
  const text = execFileSync("fish", ["--no-config", "-c", program], {
    encoding: "utf8",
    cwd: directory,
    env: environment(),
  });
  const offered = text
    .split("\n")
    .filter((one) => one !== "")
    .map((one) => one.split("\t")[0]);
  expect(offered).toEqual(expected);
});

test.skipIf(!hasShell("zsh"))("zsh accepts the script (only if zsh is installed)", async () => {
  await writeFile(join(directory, "completion.zsh"), await scriptFor("zsh"));
  const program = "autoload -Uz compinit && compinit -D -u && source ./completion.zsh && print $_comps[crosstag]";
  const text = execFileSync("zsh", ["-f", "-c", program], { encoding: "utf8", cwd: directory, env: environment() });
  expect(text).toBe("_crosstag\n");
});

test.each(["bash", "zsh", "fish"])("%s knows every command and every option of it", async (shell) => {
  const script = await scriptFor(shell);
  for (const { name, options = [] } of COMMANDS) {
    expect(script).toContain(name);
    for (const { flags } of options)
      for (const flag of flags.replace(/ <.*/, "").split(", "))
        expect(script).toContain(
          shell !== "fish" ? flag : flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
        );
  }
});
