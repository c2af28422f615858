import { EventEmitter } from "node:events";
import { closeSync, openSync } from "node:fs";
import { devNull } from "node:os";
import { PassThrough, Writable } from "node:stream";
import { expect, test } from "vitest";
import { describeFault, endOnFault, endOnStandstill } from "../src/fault.ts";
import { createOutput } from "../src/output/output.ts";
import type { CommandContext } from "../src/command-context.ts";
import { runMain } from "./run-main.ts";

/** Takes nothing, as a full disk (`ENOSPC`), a closed terminal (`EIO`) or a reader that has gone away (`EPIPE`). */
function broken(code: string): Writable {
  const stream = new Writable({
    // Later, as a pipe does.
    write: (_chunk, _encoding, done) =>
      void setImmediate(() => done(Object.assign(new Error(`${code}: broken by the test, write`), { code }))),
  });
  // As in bin.ts.
  return stream.on("error", () => {});
}

test.each(["ENOSPC", "EIO"])(
  "data that could not be written (%s) are reported on standard error and by exit code 1",
  async (code) => {
    const { stderr, exitCode } = await validate(broken(code));
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`error: The output could not be written: broken by the test (${code}).`);
    expect(stderr).not.toMatch(/\n\s+at /);
  },
);

test("a reader that has gone away changes nothing about the exit code", async () => {
  const { stderr, exitCode } = await validate(broken("EPIPE"));
  expect({ stderr, exitCode }).toEqual({ stderr: "These tags fit everywhere.\n", exitCode: 0 });
});

test.each([
  [["console", "--local", "--port", "0", "--keys", "1"], "The address of the console"],
  [["local", "--cloud", "aws"], "The variables of the local clouds"],
])("`crosstag %s` ends if what it is used with cannot be shown", async ([...commandLine], what) => {
  const problem = `error: ${what} cannot be shown: standard output `;
  const gone = await runMain(commandLine, { standardOutput: broken("EPIPE") });
  expect(gone.stderr).toContain(`${problem}cannot be written: its reader has ended (EPIPE).`);
  const full = await runMain(commandLine, { standardOutput: broken("ENOSPC") });
  expect(full.stderr).toContain(`${problem}cannot be written: broken by the test (ENOSPC).`);
  // Node has opened it in place of a standard output that is closed.
  const fd = openSync(devNull, "w");
  const closed = await runMain(commandLine, { standardOutput: Object.assign(new PassThrough(), { fd }) });
  closeSync(fd);
  expect(closed.stderr).toContain(`${problem}is closed, or discards what is written to it.`);
  expect([gone, full, closed].map(({ exitCode }) => exitCode)).toEqual([1, 1, 1]);
});

test("messages that cannot be written end nothing", async () => {
  const { exitCode } = await runMain(["validate", "aws:team=payments", "--for", "aws"], {
    standardError: broken("EIO"),
  });
  expect(exitCode).toBe(2);
});

test("many lines that wait for a slow reader listen to it together", async () => {
  const warnings: string[] = [];
  const warned = ({ name }: Error) => warnings.push(name);
  process.on("warning", warned);
  const standardOutput = new PassThrough({ highWaterMark: 1 });
  const output = createOutput({ standardOutput, environment: {} } as unknown as CommandContext, {
    output: "jsonl",
    input: true,
    color: true,
    sharedQuotas: true,
  });
  const written = Promise.all(Array.from({ length: 50 }, (_, index) => output.line({ index })));
  standardOutput.resume();
  await written;
  await new Promise((resolve) => setImmediate(resolve));
  process.off("warning", warned);
  expect(warnings).toEqual([]);
  const again = output.line("more");
  standardOutput.destroy();
  await again;
});

test("an error that nothing catches is reported without its text, and ends the process with 1", () => {
  const error = new RangeError("canary-5a1f");
  error.stack = "RangeError: canary-5a1f\n    at somewhere (file.ts:1:1)";
  expect(describeFault(error, ["apply"])).not.toMatch(/canary|somewhere/);
  expect(describeFault(error, ["apply", "--verbose"])).toContain("    at somewhere (file.ts:1:1)");
  const did: unknown[] = [];
  const source = {
    on: (name: string, listener: (reason: unknown) => void) => {
      expect(name).toBe("uncaughtException");
      listener(error);
      return source;
    },
  } as unknown as NodeJS.Process;
  endOnFault(source, [], { write: (text) => did.push(text), exit: (code) => did.push(code) });
  expect(did).toEqual([expect.stringContaining("(RangeError)"), 1]);
});

test("a command with nothing left to wait for says so and ends with 1, unless it is done", () => {
  const did: unknown[] = [];
  const ended = (isDone: boolean) => {
    const source = new EventEmitter();
    endOnStandstill(source as NodeJS.Process, {
      isDone: () => isDone,
      write: (text) => did.push(text),
      exit: (code) => did.push(code),
    });
    source.emit("beforeExit", 0);
  };
  ended(true);
  expect(did).toEqual([]);
  ended(false);
  expect(did).toEqual([expect.stringContaining("waits for something that cannot come"), 1]);
});

function validate(standardOutput: Writable) {
  return runMain(["validate", "team=payments", "--for", "aws"], { standardOutput });
}
