import { CrosstagError, type RunRecord } from "@crosstag/core";
import { decodeRunRecord } from "@crosstag/core/internal";

/** A record of a run, as it is kept in the database. @throws CrosstagError `configuration` if it is damaged */
export function decodeStored(run: string, record: string): RunRecord {
  try {
    return decodeRunRecord(JSON.parse(record));
  } catch (error) {
    const reason = CrosstagError.is(error) ? error.message : "It is not JSON.";
    throw new CrosstagError({
      code: "configuration",
      message: `A record of the run ${run} in the database cannot be read: ${reason}`,
      hint: "Make a new plan for what the run has left.",
    });
  }
}
