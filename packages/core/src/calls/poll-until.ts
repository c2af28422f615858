import type { RequestScope } from "./request-scope.ts";

const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 2_000;

/**
 * Reads repeatedly, because reads may lag behind writes: until `read` returns true or the scope ends. The delays double
 * from `firstDelayMs` (default 50) to 2,000 milliseconds.
 */
export async function pollUntil(
  scope: RequestScope,
  read: () => Promise<boolean>,
  firstDelayMs = FIRST_DELAY_MS,
): Promise<void> {
  for (let delayMs = firstDelayMs; ; delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS)) {
    if ((await read()) || scope.ended !== undefined) return;
    await scope.pause(delayMs);
    if (scope.ended !== undefined) return;
  }
}
