import { setTimeout as sleep } from "node:timers/promises";
import type { KmsDriver } from "@crosstag/core/driver";
import { sendPatiently } from "./fleet/send-patiently.ts";

/**
 * Asks a cloud whose credentials its driver has, with a few attempts.
 * @returns the account; undefined if the cloud cannot tell it
 * @throws the raw error of the driver, which its `classify` explains
 */
export async function askAccount(driver: KmsDriver, options: AskAccountOptions = {}): Promise<string | undefined> {
  const call = sendPatiently(driver, { sleep, random: Math.random, ...options });
  const { account } = await call((context) => driver.identify(context));
  return account;
}

/** Options of `askAccount`. */
export interface AskAccountOptions {
  /** The time limit of one attempt, seconds. Default: 15. */
  readonly callTimeoutSeconds?: number | undefined;
  /** Ends the question. Default: none. */
  readonly signal?: AbortSignal | undefined;
}
