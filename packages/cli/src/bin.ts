#!/usr/bin/env node
import * as nodeModule from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import { cacheFolder } from "./cache-folder.ts";
import { preparedAnswer } from "./prepared-answer.ts";
import { wrapHelp } from "./wrap-help.ts";

// Built as a CommonJS module: to load its loader of ECMAScript modules takes Node a third of the time of an answer.
const answer = preparedAnswer(process.argv.slice(2), import.meta.dirname);
if (answer === undefined) void runCommandLine();
else {
  const stream = process[answer.stream];
  // A reader that has gone away does not end the program with an error.
  stream.on("error", () => {});
  stream.write(wrapHelp(answer.text, stream.columns || 100));
  process.exitCode = answer.exitCode;
}

async function runCommandLine(): Promise<void> {
  // Before anything else is imported: what Node has compiled at one start need not be compiled at the next (Node 22.8).
  const folder = cacheFolder(process.env, process.platform, homedir);
  if (folder !== undefined && "enableCompileCache" in nodeModule && typeof nodeModule.enableCompileCache === "function")
    nodeModule.enableCompileCache(join(folder, "code"));

  // They cost time, and are needed only for the stack of a fault.
  if (process.argv.includes("--verbose")) process.setSourceMapsEnabled(true);

  const { runProcess } = await import("./run-process.ts");
  await runProcess();
}
