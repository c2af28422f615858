/** A reference as a file names it. */
export interface ListedReference {
  readonly reference: string;
  /** From 1; absent in a JSON list. */
  readonly line?: number;
}
