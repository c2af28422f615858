import { fieldsOf } from "@crosstag/core/internal";

/** Whether a call ended because its time was up, by the reason of the engine or of an `AbortSignal.timeout`. */
export function isDeadline(reason: unknown): boolean {
  const { name, code } = fieldsOf(reason);
  return name === "TimeoutError" || code === "deadline-exceeded";
}
