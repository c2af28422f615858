import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import type { Invocation } from "../../invocation.ts";
import { loadService } from "../../service/load-service.ts";
import { makeToken } from "./make-token.ts";
import { serve, type ServeOptions } from "./serve.ts";

/** Runs the service, or makes a token for one of its callers. */
export async function run(invocation: Invocation<ServeOptions & { readonly name?: string }>): Promise<ExitCode> {
  const service = await loadService();
  const [action = "start"] = invocation.operands;
  if (action === "start") return serve(invocation, service);
  await makeToken(invocation.options.name, service, invocation);
  return EXIT_CODE.done;
}
