import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import type { Invocation } from "../../invocation.ts";
import { loadService } from "../../service/load-service.ts";
import { makeToken } from "./make-token.ts";

interface ServeOptions {
  readonly name?: string;
}

/** Makes a token for a caller of the service. */
export async function run(invocation: Invocation<ServeOptions>): Promise<ExitCode> {
  await makeToken(invocation.options.name, await loadService(), invocation);
  return EXIT_CODE.done;
}
