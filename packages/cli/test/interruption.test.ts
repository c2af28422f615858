import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import { isHangUpIgnored } from "../src/hang-up.ts";
import { interruptedBy, listenForInterruption } from "../src/interruption.ts";

function listen(ignoresHangUp = false) {
  const source = new EventEmitter();
  const exits: number[] = [];
  const signal = listenForInterruption(source, { exit: (code) => exits.push(code), ignoresHangUp });
  return { source, exits, signal };
}

test.each(["SIGINT", "SIGTERM", "SIGHUP"])("the first %s aborts, an interrupt after it ends the process", (name) => {
  const { source, exits, signal } = listen();
  expect(signal.aborted).toBe(false);
  source.emit(name);
  expect(signal.aborted).toBe(true);
  expect(exits).toEqual([]);
  source.emit("SIGHUP");
  expect(exits).toEqual([]);
  source.emit("SIGINT");
  expect(exits).toEqual([130]);
});

test.each([
  ["SIGINT", ""],
  ["SIGTERM", " (SIGTERM)"],
  ["SIGHUP", " (SIGHUP: its terminal or shell has ended)"],
])("what %s ended can say so, and knows it as an abort", (name, said) => {
  const { source, signal } = listen();
  source.emit(name);
  expect(interruptedBy(signal)).toBe(said);
  expect(signal.reason).toMatchObject({ name: "AbortError" });
  expect(interruptedBy(AbortSignal.abort())).toBe("");
});

test("under nohup the end of the terminal stops nothing", () => {
  const { source, exits, signal } = listen(true);
  source.emit("SIGHUP");
  expect(signal.aborted).toBe(false);
  source.emit("SIGTERM");
  expect(signal.aborted).toBe(true);
  expect(exits).toEqual([]);
});

test.each([
  ["the shell's note of the command", { _: "/usr/bin/nohup" }, {}, true],
  ["another command", { _: "/usr/bin/node" }, { "/proc/self/fdinfo/0": "pos:\t0\nflags:\t0100002\n" }, false],
  ["the input of GNU nohup", {}, { "/proc/self/fdinfo/0": "pos:\t0\nflags:\t0100001\nmnt_id:\t9\n" }, true],
  ["a parent that ignores it", {}, { "/proc/77/status": "Name:\tsh\nSigIgn:\t0000000000001001\n" }, true],
  ["a parent that ignores others", {}, { "/proc/77/status": "Name:\tsh\nSigIgn:\t0000000000001004\n" }, false],
  ["a system without /proc", {}, {}, false],
])("%s says whether SIGHUP was ignored", (_, environment, files, expected) => {
  const read = (path: string) => {
    const text = (files as Record<string, string>)[path];
    if (text === undefined) throw new Error("ENOENT");
    return text;
  };
  expect(isHangUpIgnored(environment, 77, read)).toBe(expected);
});
