/** The source of a fact about a cloud, and how reliable it is. */
export interface Provenance {
  /** A public document, or the operation of the cloud on which it was observed. */
  readonly source: string;
  /** ISO date on which the source was last read or the behavior observed. */
  readonly verifiedOn: string;
  /** `assumed`: no source confirms it; the product works either way and the rule can be switched off or changed. */
  readonly status: "documented" | "observed" | "assumed";
}
