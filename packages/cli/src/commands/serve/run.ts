import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import type { Invocation } from "../../invocation.ts";
import { makeToken } from "./make-token.ts";
import type { ServeOptions } from "./serve.ts";

/** Runs the service, or makes a token for one of its callers. */
export async function run(invocation: Invocation<ServeOptions & { readonly name?: string }>): Promise<ExitCode> {
  const [action = "start"] = invocation.operands;
  if (action === "start") {
    const { serve } = await import("./serve.ts");
    return serve(invocation);
  }
  await makeToken(invocation.options.name, invocation);
  return EXIT_CODE.done;
}
