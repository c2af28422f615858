import { rmSync } from "node:fs";
import { readLeftovers } from "./created-file.ts";
import type { LiveCloud } from "./live-cloud.ts";

/** What was cleaned up. */
export interface Cleaned {
  /** Resources whose deletion is scheduled from now on. */
  readonly removed: readonly string[];
  /** Resources that could not be removed, with the reason. */
  readonly failed: readonly string[];
}

/** Removes resources. One that fails does not keep the others. */
export async function removeAll(cloud: LiveCloud, ids: Iterable<string>, listed: boolean): Promise<Cleaned> {
  const removed: string[] = [];
  const failed: string[] = [];
  for (const id of ids) {
    try {
      if ((await cloud.remove(id, listed)) === "removed") removed.push(id);
    } catch (error) {
      failed.push(`${id}: ${cloud.codeOf(error) ?? (error instanceof Error ? error.name : "an unknown error")}`);
    }
  }
  return { removed, failed };
}

/** Removes what earlier runs left: what their files list, then what has the mark. */
export async function clean(cloud: LiveCloud, account: string, folder: string): Promise<Cleaned> {
  const removed: string[] = [];
  const failed: string[] = [];
  for (const { path, ids } of readLeftovers(folder, { cloud: cloud.name, region: cloud.region, account })) {
    const part = await removeAll(cloud, ids, true);
    removed.push(...part.removed);
    failed.push(...part.failed);
    if (part.failed.length === 0) rmSync(path);
  }
  const marked = await removeAll(cloud, await cloud.findMarked(), false);
  return { removed: [...removed, ...marked.removed], failed: [...failed, ...marked.failed] };
}
