import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import { listenForInterruption } from "../src/interruption.ts";

test.each(["SIGINT", "SIGTERM"])("the first %s aborts, the second ends the process with 130", (name) => {
  const source = new EventEmitter();
  const exits: number[] = [];
  const signal = listenForInterruption(source, (code) => exits.push(code));
  expect(signal.aborted).toBe(false);
  source.emit(name);
  expect(signal.aborted).toBe(true);
  expect(exits).toEqual([]);
  source.emit("SIGINT");
  expect(exits).toEqual([130]);
});
