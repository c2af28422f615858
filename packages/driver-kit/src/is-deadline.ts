/** Whether a call ended because its time was up, by the reason of the engine or of an `AbortSignal.timeout`. */
export function isDeadline(reason: unknown): boolean {
  const { name, code } = (reason ?? {}) as { readonly name?: unknown; readonly code?: unknown };
  return name === "TimeoutError" || code === "deadline-exceeded";
}
