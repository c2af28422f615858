#!/usr/bin/env node
import * as nodeModule from "node:module";
import { homedir } from "node:os";
import { codeCacheFolder } from "./code-cache-folder.ts";

// Before anything else is imported: what Node has compiled at one start need not be compiled at the next (Node 22.8).
const folder = codeCacheFolder(process.env, process.platform, homedir);
if (folder !== undefined)
  (nodeModule as { enableCompileCache?: (folder: string) => unknown }).enableCompileCache?.(folder);

// They cost time, and are needed only for the stack of a fault.
if (process.argv.includes("--verbose")) process.setSourceMapsEnabled(true);

const { runProcess } = await import("./run-process.ts");
await runProcess();
