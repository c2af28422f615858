import { cloudOperationPages } from "./cloud-operation-pages.ts";
import { formatted } from "./formatted.ts";
import { operationPages } from "./operation-pages.ts";
import { providerPages } from "./provider-pages.ts";
import { pageWithWalk } from "./walk-of-a-call.ts";

/** Paths and texts of the pages that are generated, or have a generated part, formatted as `npm run format` would. */
export async function generatedPages(): Promise<ReadonlyMap<string, string>> {
  return new Map(
    await Promise.all(
      [...providerPages(), ...cloudOperationPages(), ...operationPages(), pageWithWalk()].map(
        async ([path, text]) => [path, await formatted(path, text)] as const,
      ),
    ),
  );
}
