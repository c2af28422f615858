import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CrosstagError } from "@crosstag/core";
import { expect, test } from "vitest";
import { wantsColor } from "../src/output/color.ts";
import { printableLine } from "../src/output/printable.ts";
import { reportError } from "../src/output/report-error.ts";
import type { Invocation } from "../src/invocation.ts";
import type { OutputStream } from "../src/command-context.ts";
import { capture } from "./capture.ts";
import { parsePolicy } from "@crosstag/config/policy";
import { runMain } from "./run-main.ts";

test("control and direction characters are shown, not obeyed", () => {
  expect(printableLine("a\u001B[2Jb\u0007\u202Ec")).toBe("a\\u001b[2Jb\\u0007\\u202ec");
  expect(printableLine("one line, Zoë, 东")).toBe("one line, Zoë, 东");
  expect(printableLine("in\u200Bvis\uFEFFible\u061C\u3164\u{E0041}")).toBe(
    "in\\u200bvis\\ufeffible\\u061c\\u3164\\u{e0041}",
  );
  expect(printableLine("two\nlines")).toBe("two\\u000alines");
});

test("no text from outside begins a line of a message, or a command to a build service", () => {
  const { messages, stderr } = capture({ color: false, verbose: true });
  for (const level of ["info", "warn", "error", "detail"] as const) {
    messages[level]("card vault\nOrigin: cloud\nerror: fake\n::error file=a::b");
    messages[level](["::add-mask::x", "  ::stop-commands::y\nerror: fake"]);
  }
  const lines = stderr().split("\n");
  expect(lines).toHaveLength(4 * 3 + 1);
  expect(lines[0]).toBe(String.raw`card vault\u000aOrigin: cloud\u000aerror: fake\u000a::error file=a::b`);
  for (const line of lines) expect(line).not.toMatch(/^\s*::|^Origin|^error: fake/);
});

test("a colored cell is colored, whatever else is made printable", async () => {
  const { stdout } = await runMain(["validate", "team=payments", "--for", "aws"], {
    environment: { FORCE_COLOR: "1" },
  });
  expect(stdout).toContain("\u001B[32mfits\u001B[39m");
});

test("color: the flag, then NO_COLOR, then FORCE_COLOR, then whether a person is looking", () => {
  const terminal = { isTTY: true } as OutputStream;
  const pipe = {} as OutputStream;
  expect(wantsColor(terminal, {}, true)).toBe(true);
  expect(wantsColor(pipe, {}, true)).toBe(false);
  expect(wantsColor(terminal, { FORCE_COLOR: "1" }, false)).toBe(false);
  expect(wantsColor(terminal, { NO_COLOR: "1", FORCE_COLOR: "1" }, true)).toBe(false);
  expect(wantsColor(terminal, { NO_COLOR: "" }, true)).toBe(true);
  expect(wantsColor(pipe, { FORCE_COLOR: "1" }, true)).toBe(true);
  expect(wantsColor(terminal, { FORCE_COLOR: "0" }, true)).toBe(false);
});

test("a foreign error is reported by its name only, however talkative it is", async () => {
  const lines: string[] = [];
  const say = (text: string | readonly string[]) => void lines.push(...[text].flat());
  const messages = { paint: (_: string, text: string) => text, info: say, warn: say, error: say, detail: say };
  const invocation = {
    context: { signal: new AbortController().signal },
    globals: {},
    messages,
    output: { format: "table" },
  } as unknown as Invocation;
  const error = new RangeError("canary-5a1f");
  error.stack = `RangeError: canary-5a1f\n    at somewhere (file.ts:1:1)`;
  expect(await reportError(error, invocation)).toBe(1);
  expect(lines.join("\n")).toContain("RangeError");
  expect(lines.join("\n")).toContain("at somewhere (file.ts:1:1)");
  expect(lines.join("\n")).not.toContain("canary-5a1f");
  expect(await reportError(new CrosstagError({ code: "confirmation-required", message: "No." }), invocation)).toBe(4);
});

test("help has the examples first, the global options and the exit codes, and costs no error", async () => {
  const help = await runMain(["--help"]);
  expect(help).toMatchObject({ exitCode: 0, stderr: "" });
  expect(help.stdout.startsWith("Examples:\n  $ crosstag ")).toBe(true);
  expect(help.stdout).toMatch(/130 +interrupted/);
  const tag = await runMain(["tag", "--help"]);
  expect(tag.exitCode).toBe(0);
  expect(tag.stdout.startsWith("Examples:\n  $ crosstag tag ")).toBe(true);
  expect(tag.stdout).toContain("--dry-run");
});

test.each([
  [[], "Usage: crosstag"],
  [["tga"], "error: Unknown command 'tga'.\n  Did you mean tag?\n  For examples and options: crosstag --help\n"],
  [["tag", "--sett", "a=b"], "Did you mean --set?"],
  [["tag", "key-1"], "No tag was given."],
  [
    ["tag", "--set", "a=b"],
    "No resource was given.\n  Name at least one, or add --resources FILE, or --filter to select by tags.",
  ],
  [["tag", "key-1", "--set", "hunter2"], "Tag 1 has no"],
  [["untag", "key-1"], "No tag key was given.\n  Write KEY- or --key KEY for each tag to remove, or add --all."],
  [
    ["untag", "--filter", "env=prod", "env"],
    'No tag key was given.\n  "env" is read as a reference. If it is a tag key: env-\n',
  ],
  [["tag", "--missing", "env", "env"], "\"env\" is read as a reference. If it is a tag: 'env=VALUE'\n"],
  [["untag", "--resources", "keys.txt", "env"], '"env" is read as a reference. If it is a tag key: env-\n'],
  [["untag", "key-1", "--key", "a", "--all"], "--key and --all cannot be used together."],
  [["apply", "plan.json", "--database-url", "x"], "\n  To name the database of the workers here: --on URL\n"],
  [["worker", "--on", "x"], "\n  To name the database of the workers here: --database-url URL\n"],
  [["tag", "key-1", "--key", "team"], "\n  --key is an option of `crosstag untag`.\n"],
  [
    ["runs", "20261125"],
    "Write one of: list, show, verify, writes, follow, cancel.\n  To show the run 20261125: crosstag runs show 20261125",
  ],
  [["apply", "none.json"], 'The plan "none.json" cannot be read: no such file or directory (ENOENT).'],
  [["local", "--aws-account", "11112222333"], "--aws-account 11112222333 is not the number of an AWS account."],
  [
    ["local", "--cloud", "aws", "--alibaba-port", "4567"],
    "--alibaba-port is for the cloud alibaba, which is not started.\n  Omit --alibaba-port, or add alibaba to --cloud.",
  ],
  [["local", "--account", "5"], "it selects accounts that exist.\n  To add accounts: --accounts 5."],
  [["local", "--aws-port", "4567", "--alibaba-port", "4567"], "Two clouds have the port 4567."],
  [["local", "--tencent-port", "4567"], "--tencent-port is for the cloud tencent, which is not started."],
  [["local", "--cloud", "tencent", "--tencent-account", "x"], "x is not the number of a Tencent Cloud account."],
  [["local", "--cloud", "tencent", "--accounts", "2"], "Omit --accounts, or add aws or alibaba to --cloud."],
  [["local", "--accounts", "2", "--qkms"], "--accounts cannot be used with --qkms, which has one account."],
  [["local", "--secrets", "2", "--qkms"], "--secrets cannot be used with --qkms, which has keys only."],
  [["list", "--output", "xml"], "Allowed choices are table, wide, json, jsonl, yaml, csv."],
  [
    ["delete-key-material"],
    "error: Missing required argument 'reference'.\n  Write after the command: one key with imported material\n  For examples and options: crosstag delete-key-material --help\n",
  ],
  [["validate"], "\n  Write after the command: tags such as team=payments"],
  [["migrate", "--from", "aws", "--to", "alibaba", "--map", "none.yaml"], "To write one: crosstag init mapping"],
  [["undo"], "\n  Write after the command: id of a run, the beginning of it, or: latest\n"],
  [["schema"], "\n  Write after the command: configuration, tags, policy, waivers, mapping, access\n"],
  [["plan", "-f", "none.csv"], "To write the tags that resources have now: crosstag export --out none.csv"],
  [["plan", "-f", "none.yaml"], "To start, run `crosstag init tags --out none.yaml`, or write a file like this one."],
  [["export", "-o", "yaml"], "`crosstag export` writes JSON lines or CSV only.\n  Add --format jsonl or --format csv."],
  [["export", "--query", "[]"], "`crosstag export` writes JSON lines or CSV only."],
  [["tag", "key-1", "--set"], "error: Option '--set <tag>' requires a value.\n"],
  [
    ["serve", "token", "ci"],
    'error: "ci" is one word too many after `crosstag serve token`.\n  To name the caller: crosstag serve token --name ci\n  Usage: crosstag serve [options] [action]\n',
  ],
  [["delete-key-material", "key-1", "key-2"], "\n  Name one key: each deletion is confirmed by itself.\n"],
  [["init", "tags", "my tags.yaml"], "To write it to that file: crosstag init tags --out 'my tags.yaml'\n"],
  [["doctor", "aws"], "To select clouds: crosstag doctor --cloud aws\n"],
  [["undo", "1", "2"], '"2" is one word too many after `crosstag undo 1`.\n  Usage: crosstag undo [options] <run>\n'],
  [["migrate", "verify", "aws"], "\n  Name clouds and files with options: crosstag migrate --from"],
  [["local", "--aws-port", "1e3"], "It must be a whole number."],
  [["local", "--alibaba-port", "65536"], "--alibaba-port 65536 is not a port."],
  [["completion", "tcsh"], "Write one of: bash, zsh, fish."],
  [["version"], "error: Unknown command 'version'.\n  To print the version: crosstag --version\n"],
  [["help", "foo"], "error: Unknown command 'foo'."],
  [["help", "lists"], "Did you mean list?"],
  [["migrate", "foo"], "Write verify, or leave it out.\n  Name clouds and files with options: crosstag migrate --from"],
  [
    ["diff", "monday", "aws"],
    '"monday" is neither a cloud nor an inventory file.\n  Write one of: aws, alibaba, tencent.',
  ],
  [["migrate", "--from", "monday", "--to", "aws"], "begins with ./, for example ./monday"],
  [["list", "--cloud", "production"], 'There is no cloud named "production".\n  Write one of: aws, alibaba, tencent.'],
  [["list", "--cloud", "aws", "--region", "us-east-1a"], "us-east-1a"],
  [["list", "--cloud", "alibaba", "--region", "cn-hangzhou", "--endpoint", "nonsense"], "The endpoint is not a URL."],
  [["providers", "gcp"], "is not a configured cloud, a provider or a dialect."],
  [["list", "--config", "missing.yaml"], 'The file "missing.yaml" cannot be read: no such file or directory (ENOENT).'],
  [
    ["list", "--cloud", "aws,alibaba", "--region", "x"],
    "--region applies to one cloud only, but 2 are selected: aws, alibaba.",
  ],
])("%j is a usage error: exit 64, nothing on standard output", async (commandLine, message) => {
  const result = await runMain(commandLine);
  expect(result).toMatchObject({ exitCode: 64, stdout: "" });
  expect(result.stderr).toContain(message);
});

test.each([
  ["clouds:\n  main: { provider: gcp }\n", {}, "gcp"],
  ["clouds:\n  main: { provider: aws, region: us-east-1a }\n", {}, "us-east-1a"],
  [
    "clouds:\n  main: { provider: aws, region: us-east-1, endpoint: nonsense }\n",
    {},
    "endpoint must be an http or https URL",
  ],
  ["clouds: [\n", {}, "crosstag.yaml"],
  [undefined, { CROSSTAG_ALIBABA_ENDPOINT: "nonsense", CROSSTAG_ALIBABA_REGION: "cn-hangzhou" }, "The endpoint is not"],
])(
  "%j with %j is an error of a file or the environment, not a usage error: exit 1",
  async (file, environment, message) => {
    const folder = await mkdtemp(join(tmpdir(), "crosstag-exit-codes-"));
    if (file !== undefined) await writeFile(join(folder, "crosstag.yaml"), file);
    const result = await runMain(["list"], { workingDirectory: folder, environment });
    await rm(folder, { recursive: true });
    expect(result.stderr).toContain(message);
    expect(result.exitCode).toBe(1);
  },
);

test("a file that is not a plan is refused with the option for desired tags and tables", async () => {
  const { exitCode, stderr } = await runMain(["apply", import.meta.filename]);
  expect(exitCode).toBe(1);
  expect(stderr).toContain("For desired tags or a table, use: crosstag plan -f FILE");
});

test("a file to start from is shown in lines that can be copied", async () => {
  const { stderr } = await runMain(["plan"], { workingDirectory: "/nowhere" });
  expect(stderr).toContain("To start, run `crosstag init tags`, or write a file like this one.");
  expect(stderr).toContain("\n\n    version: 1\n    statements:\n      - select: { kinds: [key]");
});

test.each(["check", "enforce"])("%s shows a policy to start from, which is valid", async (command) => {
  const { stderr, exitCode } = await runMain([command], { workingDirectory: "/nowhere" });
  expect(exitCode).toBe(64);
  expect(stderr).toContain('There is no file "crosstag-policy.yaml".\n  To start, run `crosstag init policy`,');
  const policy = stderr.slice(stderr.indexOf("    version: 1")).replaceAll(/^ {4}/gm, "");
  expect(parsePolicy(policy, "policy.yaml", { knownClouds: { providers: ["aws", "alibaba"] } })).toMatchObject({
    rules: [{ id: "required-tags" }],
  });
});

test("a secret given as a flag is not repeated", async () => {
  const result = await runMain(["list", "--secret-access-key=canary-5a1f"]);
  expect(result.exitCode).toBe(64);
  expect(result.stderr).toContain("\n  Credentials are never given on the command line.");
  expect(result.stderr).not.toContain("canary-5a1f");
});
