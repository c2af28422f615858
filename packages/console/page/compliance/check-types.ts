import type { check, checkRecord, checkSummary } from "@crosstag/operations";
import type { z } from "zod";

/** What a check is asked. */
export type CheckInput = z.input<(typeof check)["input"]>;
/** The result of a check for one resource. */
export type CheckRecord = z.output<typeof checkRecord>;
/** The counts of a check. */
export type CheckSummary = z.output<typeof checkSummary>;
/** A finding. */
export type Finding = CheckRecord["findings"][number];
