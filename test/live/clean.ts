import { rmSync } from "node:fs";
import { readLeftovers } from "./created-file.ts";
import type { LiveCloud } from "./live-cloud.ts";

/** What was cleaned up. */
export interface Cleaned {
  /** Resources whose deletion is scheduled from now on. */
  readonly removed: readonly string[];
  /** How many of the listed resources had been removed before. */
  readonly before: number;
  /** Resources that could not be removed, with the reason. */
  readonly failed: readonly string[];
}

/** Removes resources. One that fails does not keep the others. */
export async function removeAll(cloud: LiveCloud, ids: Iterable<string>, listed: boolean): Promise<Cleaned> {
  const removed: string[] = [];
  const failed: string[] = [];
  let before = 0;
  for (const id of ids) {
    try {
      const removal = await cloud.remove(id, listed);
      if (removal === "removed") removed.push(id);
      if (removal === "already removed") before += 1;
    } catch (error) {
      // After the waiting period of its deletion.
      if (/NotFound/.test(cloud.codeOf(error) ?? "")) before += 1;
      else failed.push(`${id}: ${cloud.codeOf(error) ?? (error instanceof Error ? error.name : "an unknown error")}`);
    }
  }
  return { removed, before, failed };
}

/** Removes what earlier runs left: what their files list, then what has the mark. */
export async function clean(cloud: LiveCloud, account: string, folder: string): Promise<Cleaned> {
  const removed: string[] = [];
  const failed: string[] = [];
  let before = 0;
  for (const { path, ids } of readLeftovers(folder, { cloud: cloud.name, region: cloud.region, account })) {
    const part = await removeAll(cloud, ids, true);
    removed.push(...part.removed);
    failed.push(...part.failed);
    before += part.before;
    if (part.failed.length === 0) rmSync(path);
  }
  const marked = await removeAll(cloud, await cloud.findMarked(), false);
  return { removed: [...removed, ...marked.removed], before, failed: [...failed, ...marked.failed] };
}
