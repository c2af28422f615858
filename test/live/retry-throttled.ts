import { setTimeout as sleep } from "node:timers/promises";

/** Waits for milliseconds. */
export type Sleep = (milliseconds: number) => Promise<unknown>;

/** Waits before each repetition, in milliseconds. Quotas are by the second. */
const WAITS = [1_000, 2_000, 4_000, 8_000];

/** Makes a call, again if it is throttled: the SDKs of Alibaba Cloud and Tencent Cloud do not. A throttled call did nothing. */
export async function retryThrottled<Answer>(
  call: () => Promise<Answer>,
  isThrottled: (error: unknown) => boolean,
  wait: Sleep = sleep,
): Promise<Answer> {
  for (const milliseconds of WAITS) {
    try {
      return await call();
    } catch (error) {
      if (!isThrottled(error)) throw error;
      await wait(milliseconds);
    }
  }
  return call();
}
