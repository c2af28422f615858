import type { EvidenceJournal } from "@crosstag/core/node";

/** A journal that is opened again after it could not be written. */
export type HealingJournal = Pick<EvidenceJournal, "append" | "close">;

/**
 * Opens a journal. A disk that was full may have room again: the next record opens the file again, which goes through all
 * of it, so that no gap is hidden.
 * @throws CrosstagError `configuration` if it cannot be written, is in use or was tampered with
 */
export async function openHealingJournal(open: () => Promise<EvidenceJournal>): Promise<HealingJournal> {
  let journal = await open();
  let reopening: Promise<void> | undefined;
  let closed = false;

  const reopen = async (failed: EvidenceJournal): Promise<void> => {
    if (journal !== failed) return;
    reopening ??= (async () => {
      await failed.close().catch(() => {});
      journal = await open();
    })().finally(() => {
      reopening = undefined;
    });
    await reopening;
  };

  return {
    append: async (record) => {
      const used = journal;
      try {
        await used.append(record);
      } catch (error) {
        if (closed) throw error;
        await reopen(used);
        await journal.append(record);
      }
    },
    close: async () => {
      closed = true;
      await journal.close();
    },
  };
}
