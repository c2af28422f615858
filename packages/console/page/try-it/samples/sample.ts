/** The typed request in one language. */
export interface Sample {
  /** What runs it: `AWS CLI`. */
  readonly label: string;
  readonly code: string;
  /** What it needs, in a sentence. */
  readonly note?: string | undefined;
}

/** The parameters of a request by name. */
export type RequestParameters = Readonly<Record<string, unknown>>;
