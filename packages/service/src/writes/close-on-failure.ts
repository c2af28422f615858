import type { EvidenceJournal } from "@crosstag/core/node";

/**
 * Does what has to be done with a journal that was just opened, and closes it again if that fails.
 * @returns the journal
 * @throws what `work` throws
 */
export async function closeOnFailure(journal: EvidenceJournal, work: () => Promise<void>): Promise<EvidenceJournal> {
  try {
    await work();
    return journal;
  } catch (error) {
    await journal.close();
    throw error;
  }
}
