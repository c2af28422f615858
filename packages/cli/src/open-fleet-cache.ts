import { folderStore, type FleetCache } from "@crosstag/clouds";
import { cacheFolder } from "./cache-folder.ts";
import type { Invocation } from "./invocation.ts";

/** Opens what this user's commands keep of organizations. Undefined if there is no place for it. */
export function openFleetCache({ context, globals }: Pick<Invocation, "context" | "globals">): FleetCache | undefined {
  const folder = cacheFolder(context.environment, process.platform, () => context.homeDirectory);
  if (folder === undefined) return undefined;
  return { store: folderStore(folder), now: context.now, use: globals.refreshClouds === true ? "renew" : "reuse" };
}
