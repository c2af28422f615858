import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { Interruption } from "../src/interruption.ts";
import { runMain } from "./run-main.ts";

/** Starts the console and ends it as soon as it has printed its address. */
async function start(...options: readonly string[]) {
  const ended = new AbortController();
  const standardError = new PassThrough({ highWaterMark: 1 << 26 });
  const said: string[] = [];
  standardError.on("data", (chunk) => {
    said.push(String(chunk));
    ended.abort(new Interruption("SIGHUP"));
  });
  const result = await runMain(["console", "--port", "0", ...options], { signal: ended.signal, standardError });
  return { ...result, stderr: said.join("") };
}

it("prints an address for the user alone, and shows local clouds if nothing is configured", async () => {
  const { exitCode, stdout, stderr } = await start("--keys", "3", "--output", "json");
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/) as unknown,
    clouds: "local",
  });
  // Its end is never without a word: a shell that goes away takes the console along.
  expect(stderr).toContain("The console is stopping (SIGHUP: its terminal or shell has ended).");
});

it.each([
  [["--port", "70000"], "--port 70000 is not a port."],
  [["--local", "--policy", "absent.yaml"], 'There is no file "absent.yaml"'],
  [["--cloud", "aws", "--keys", "5"], "--keys is for local clouds"],
  [["--cloud", "aws", "--local"], "--cloud cannot be used with --local"],
])("refuses %j before anything is started", async (options, message) => {
  const { exitCode, stderr, stdout } = await runMain(["console", ...options]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 64, stdout: "" });
  expect(stderr).toContain(message);
});
