export type { ConsoleSession } from "./console-session.ts";
export { createConsole } from "./create-console.ts";
export type { ConsoleParts } from "./create-console.ts";
export { startConsole } from "./start-console.ts";
export type { RunningConsole, StartConsoleOptions } from "./start-console.ts";
