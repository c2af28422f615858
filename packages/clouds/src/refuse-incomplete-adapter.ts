import { CrosstagError } from "@crosstag/core";
import type { KmsAdapter } from "@crosstag/core/driver";

/**
 * Refuses an adapter that lacks something when it is loaded, and not when it is used. Other contracts are refused elsewhere.
 * @param name the adapter in the message: its package
 * @throws CrosstagError `configuration`
 */
export function refuseIncompleteAdapter(adapter: Partial<KmsAdapter>, name: string): asserts adapter is KmsAdapter {
  const { provider, title, dialects, profile, createDriver } = adapter;
  const missing = [
    typeof provider !== "string" && "provider",
    typeof title !== "string" && "title",
    !Array.isArray(dialects) && "dialects",
    typeof profile !== "function" && "profile()",
    typeof createDriver !== "function" && "createDriver()",
  ].filter((member) => member !== false);
  if (missing.length === 0) return;
  throw new CrosstagError({
    code: "configuration",
    ...(typeof provider === "string" && { provider }),
    message: `The adapter ${name} is incomplete: it has no ${missing.join(", ")}.`,
    hint: "Install a complete version. Authors of adapters: `adapter` has the type `KmsAdapter` of @crosstag/core/driver.",
  });
}
