import { once } from "node:events";
import { spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { expectExit } from "./run-crosstag.ts";
import { openScene, type Scene } from "./scene.ts";
import { startInShell } from "./start-in-shell.ts";

/** At ten calls a second, a run takes longer than a signal needs. */
const KEYS = 16;

let scene: Scene;
let arns: readonly string[];

beforeEach(async () => {
  scene = await openScene();
  arns = scene.clouds.aws.keys.addMany(KEYS, { tags: { team: "a" } }).map(({ arn }) => arn);
  await writeFile(
    join(scene.directory, "crosstag-tags.yaml"),
    "version: 1\nstatements: [{ select: {}, set: { team: b } }]\n",
  );
  expectExit(await scene.run(["plan", "--out", "plan.json"]), 0);
});
afterEach(() => scene.close());

const changed = () => arns.filter((arn) => scene.clouds.aws.keys.tagsOf(arn)["team"] === "b").length;

async function shell(line: string) {
  const child = startInShell(line, scene);
  const [code] = (await once(child.process, "close")) as [number | null];
  expect(child.stderr()).not.toMatch(/^\s+at /m);
  expect(child.stderr()).not.toContain("Warning");
  return { code, stdout: child.stdout(), stderr: child.stderr() };
}

test("a full disk under standard output does not stop a run, and is reported", async () => {
  const { code, stderr } = await shell("$CROSSTAG apply plan.json --output jsonl > /dev/full");
  expect(changed()).toBe(KEYS);
  expect(code).toBe(1);
  expect(stderr).toContain("error: The output could not be written: no space left on device (ENOSPC).");
});

test("a full disk under standard error does not stop a run", async () => {
  const { code, stdout } = await shell("$CROSSTAG apply plan.json 2> /dev/full");
  expect(changed()).toBe(KEYS);
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(`${KEYS} changed`) });
});

test("a reader that wants one line does not stop a run", async () => {
  const { stdout } = await shell("$CROSSTAG apply plan.json --output jsonl | head -1");
  expect(changed()).toBe(KEYS);
  expect(stdout.trim().split("\n")).toHaveLength(1);
});

test.each([
  ["SIGHUP ends a run in order", "exec $CROSSTAG apply plan.json", true],
  ["SIGHUP does not end a run under nohup", "trap : HUP; nohup $CROSSTAG apply plan.json & wait; wait $!", false],
  ["SIGHUP does not end a run of a script under nohup", "trap '' HUP; $CROSSTAG apply plan.json & wait", false],
])("%s", async (_, line, ends) => {
  scene.clouds.aws.faults.add({ kind: "delay", delayMs: 60, operation: "TagResource" });
  const child = startInShell(line, scene);
  while (scene.clouds.aws.requests.count("TagResource") === 0) await sleep(5);
  // The whole group, as a terminal does it.
  process.kill(-(child.process.pid ?? 0), "SIGHUP");
  const [code] = (await once(child.process, "close")) as [number | null];
  expect(child.stderr()).not.toMatch(/^\s+at /m);
  const told = /(\d+) changed/.exec(child.stdout())?.[1];
  expect(told).toBe(String(changed()));
  expect({ code, all: changed() === KEYS }).toEqual({ code: ends ? 130 : 0, all: !ends });
});

const NO_TERMINAL =
  spawnSync("script", ["-qec", "true", "/dev/null"]).status === 0 ? "" : " (skipped: there is no util-linux script)";

test.skipIf(NO_TERMINAL !== "")(`a terminal that is closed does not stop a run${NO_TERMINAL}`, async () => {
  scene.clouds.aws.faults.add({ kind: "delay", delayMs: 60, operation: "TagResource" });
  const inside = `trap "" HUP; $CROSSTAG apply plan.json; echo $? > code.txt`;
  const { process: terminal } = startInShell(`exec script -qec '${inside}' /dev/null`, scene);
  while (scene.clouds.aws.requests.count("TagResource") === 0) await sleep(5);
  terminal.kill("SIGKILL");
  const code = () => readFile(join(scene.directory, "code.txt"), "utf8").catch(() => "");
  await expect.poll(code).toBe("1\n");
  expect(changed()).toBe(KEYS);
});

test.skipIf(NO_TERMINAL !== "")(`a signal ends a question, too${NO_TERMINAL}`, async () => {
  expectExit(await scene.run(["apply", "plan.json"]), 0);
  const inside = String.raw`stty cols 100; sh -c "echo \$\$ > pid.txt; exec $CROSSTAG undo latest"; echo $? > code.txt`;
  const child = startInShell(`exec script -qec '${inside}' /dev/null < <(exec sleep 100)`, scene);
  try {
    await expect.poll(child.stdout).toContain("(yes/no)");
    process.kill(Number(await readFile(join(scene.directory, "pid.txt"), "utf8")), "SIGTERM");
    // Not the end of `script`: it runs on, as fast as it can, until its input ends.
    const code = () => readFile(join(scene.directory, "code.txt"), "utf8").catch(() => "");
    await expect.poll(code).toBe("130\n");
    await expect.poll(child.stdout).toContain("Interrupted.");
    expect(changed()).toBe(KEYS);
  } finally {
    // The processes that keep the input open and read it.
    spawnSync("kill", ["-KILL", "--", `-${child.process.pid}`]);
  }
});

test.skipIf(NO_TERMINAL !== "").each([
  ["yes", "yes\r", { code: "0\n", left: 0 }],
  ["Ctrl-D", "\u0004", { code: "4\n", left: KEYS }],
])(`%s answers a question${NO_TERMINAL}`, async (_, typed, { code, left }) => {
  expectExit(await scene.run(["apply", "plan.json"]), 0);
  const answer = join(scene.directory, "answer.txt");
  const inside = "stty cols 100; $CROSSTAG undo latest; echo $? > code.txt";
  const typing = "until [ -s answer.txt ]; do sleep 0.05; done; cat answer.txt; exec sleep 100";
  const child = startInShell(`exec script -qec '${inside}' /dev/null < <(${typing})`, scene);
  try {
    await expect.poll(child.stdout).toContain("(yes/no)");
    await writeFile(answer, typed);
    await expect.poll(() => readFile(join(scene.directory, "code.txt"), "utf8").catch(() => "")).toBe(code);
    expect(child.stdout()).not.toContain("Internal error");
    expect(changed()).toBe(left);
  } finally {
    spawnSync("kill", ["-KILL", "--", `-${child.process.pid}`]);
  }
});
