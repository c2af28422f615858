export { createConsole } from "./create-console.ts";
export type { ConsoleParts } from "./create-console.ts";
export { liveTargets } from "./try-it/live-targets.ts";
export { localTargets } from "./try-it/local-targets.ts";
