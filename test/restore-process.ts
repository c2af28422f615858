import process from "node:process";
import { afterAll } from "vitest";

// Test files share a process. What a file changes in it ends with the file.
const environment = { ...process.env };
const directory = process.cwd();

afterAll(() => {
  for (const name of Object.keys(process.env)) if (!Object.hasOwn(environment, name)) delete process.env[name];
  Object.assign(process.env, environment);
  process.exitCode = undefined;
  process.chdir(directory);
});
