import type { CrosstagError, ErrorCode } from "./crosstag-error.ts";

/** One cloud, account and region whose part of a request or run has stopped early, and why. */
export interface StoppedScope {
  /** As in plans and runs. */
  readonly scope: string;
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
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
