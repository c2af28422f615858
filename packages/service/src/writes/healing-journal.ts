import type { EvidenceJournal } from "@crosstag/core/node";

/** A journal that is opened again after it could not be written, and when it is full. */
export type HealingJournal = Pick<EvidenceJournal, "append" | "close">;

/** How a journal is opened. */
export interface HealingJournalOptions {
  /** Opens it, and takes what it has: after a failure, a record may be in the file or not. */
  readonly open: () => Promise<EvidenceJournal>;
  /** Whether opening it again would begin another file; asked now and then. Default: never. */
  readonly isFull?: () => Promise<boolean>;
  /**
   * Called when the journal is opened again and records whose `append` has resolved could not be flushed: a power failure can take
   * them. Default: ignored.
   */
  readonly onUnflushed?: (error: unknown) => void;
}

/** Records until it is asked again whether the journal is full. */
const RECORDS_PER_LOOK = 1_000;

/**
 * Opens a journal. A disk that was full may have room again: the next record opens the file again, which goes through all
 * of it, so that no gap is hidden.
 * @throws CrosstagError `configuration` if it cannot be written, is in use or was tampered with
 */
export async function openHealingJournal({
  open,
  isFull = async () => false,
  onUnflushed = () => {},
}: HealingJournalOptions): Promise<HealingJournal> {
  let journal = await open();
  let reopening: Promise<void> | undefined;
  let closed = false;
  let records = 0;
  let looking: Promise<void> | undefined;

  const reopen = async (failed: EvidenceJournal): Promise<void> => {
    if (journal !== failed) return;
    reopening ??= (async () => {
      await failed.close().catch(onUnflushed);
      journal = await open();
    })().finally(() => {
      reopening = undefined;
    });
    await reopening;
  };

  const lookAtSize = async (used: EvidenceJournal): Promise<void> => {
    if (await isFull()) await reopen(used);
  };

  return {
    append: async (record, options) => {
      const used = journal;
      try {
        await used.append(record, options);
        records += 1;
        // The record does not wait for it. If it fails, the next one opens the file again, or is refused.
        if (records % RECORDS_PER_LOOK === 0) looking = lookAtSize(used).catch(() => {});
      } catch (error) {
        if (closed) throw error;
        await reopen(used);
        await journal.append(record, options);
      }
    },
    close: async () => {
      closed = true;
      await looking;
      await reopening?.catch(() => {});
      await journal.close();
    },
  };
}
