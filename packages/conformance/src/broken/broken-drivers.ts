import { brokenCallers } from "./broken-callers.ts";
import { brokenClassifiers } from "./broken-classifiers.ts";
import { brokenDeclarations } from "./broken-declarations.ts";
import { brokenDeleters } from "./broken-deleters.ts";
import type { BrokenDriver } from "./broken-driver.ts";
import { brokenReaders } from "./broken-readers.ts";
import { brokenReplacers } from "./broken-replacers.ts";
import { brokenWriters } from "./broken-writers.ts";

/** One driver for each flaw. The suite is tested by finding all of them. */
export const brokenDrivers: readonly BrokenDriver[] = [
  ...brokenWriters,
  ...brokenDeleters,
  ...brokenReplacers,
  ...brokenReaders,
  ...brokenCallers,
  ...brokenClassifiers,
  ...brokenDeclarations,
];
