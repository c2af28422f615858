import { open } from "node:fs/promises";

/** Makes names that were just given in a folder last through a loss of power. */
export async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    // Some systems cannot flush a folder; the files in it are flushed all the same.
    await folder.sync().catch(() => {});
  } finally {
    await folder.close();
  }
}
