import type { CrosstagError, ErrorCode } from "./crosstag-error.ts";

/** One cloud, account and region whose part of a request or run has stopped early, and why. */
export interface StoppedScope {
  /** As in plans and runs. */
  readonly scope: string;
  /** Why it stopped. */
  readonly code: ErrorCode;
  /** Why it stopped, in a sentence. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  /** The cloud's own code of the refusal. Absent: it gave none. */
  readonly providerCode?: string;
}

export function stoppedScope(
  scope: string,
  { code, message, hint, providerCode }: Pick<CrosstagError, "code" | "message" | "hint" | "providerCode">,
): StoppedScope {
  return {
    scope,
    code,
    message,
    ...(hint !== undefined && { hint }),
    ...(providerCode !== undefined && { providerCode }),
  };
}
