export type { CommandContext, InputStream, OutputStream } from "./command-context.ts";
export { EXIT_CODE, type ExitCode } from "./exit-code.ts";
export { main } from "./main.ts";
