export type { ConsoleSession } from "./console-session.ts";
export { startConsole } from "./start-console.ts";
export type { RunningConsole, StartConsoleOptions } from "./start-console.ts";
export { openLocalClouds } from "./local/open-local-clouds.ts";
export type { OpenedLocalClouds } from "./local/open-local-clouds.ts";
export { TRY_IT_CLOUDS } from "./try-it/target.ts";
export type { Examples, LoggedRequest, SignedRequest, TryItCloud, TryItTarget } from "./try-it/target.ts";
