import { systemClock, type Clock } from "@crosstag/core";
import { HttpTransportError } from "@crosstag/driver-kit";
import { HttpTransport, type HttpAnswer } from "@crosstag/driver-kit/http";
import { signWebhook } from "./sign-webhook.ts";
import type { WebhookMessage } from "./webhook-message.ts";
import type { WebhookTarget } from "./webhook-target.ts";

/** Whether a receiver accepted a message. */
export interface WebhookDelivery {
  /** `delivered`: it was accepted. `refused`: sending it again would not help. `failed`: it can be sent again later. */
  readonly status: "delivered" | "refused" | "failed";
  /** The number of requests that were sent. */
  readonly attempts: number;
  /** Why it was not accepted, in a sentence without the address. Absent if it was. */
  readonly problem?: string;
}

/** Options of `sendWebhook`. */
export interface SendWebhookOptions {
  /** Ends the attempts. */
  readonly signal?: AbortSignal | undefined;
  /** The clock of the pauses. Default: the clock of the system. */
  readonly clock?: Clock | undefined;
  /** The present time, which is signed. Default: that of the system. */
  readonly now?: (() => Date) | undefined;
  /** A number from 0 to 1, which spreads the pauses. Default: `Math.random`. */
  readonly random?: (() => number) | undefined;
}

/** The pauses between the attempts, seconds, before they are spread. */
const PAUSES_SECONDS = [1, 5, 20, 60];
/** The longest pause that a receiver can ask for, seconds. */
const LONGEST_PAUSE_SECONDS = 120;
/** The time limit of one attempt, milliseconds: receivers should answer within 15 s (Standard Webhooks, 2026-11-29). */
const ATTEMPT_MS = 15_000;

/**
 * Sends a message until its receiver accepts it, at most five times. Redirects are not followed: the receiver's address is
 * configured. Uses the proxy of the environment, as calls to clouds do. Does not throw for an answer or the network.
 * @throws the reason of the signal if it is aborted between attempts
 */
export async function sendWebhook(
  message: WebhookMessage,
  target: WebhookTarget,
  { signal, clock = systemClock, now = () => new Date(), random = Math.random }: SendWebhookOptions = {},
): Promise<WebhookDelivery> {
  const transport = new HttpTransport({ provider: "webhook" });
  try {
    for (let attempts = 1; ; attempts += 1) {
      signal?.throwIfAborted();
      const seconds = Math.floor(now().getTime() / 1_000);
      const answer = await attempt(transport, message, target, seconds);
      const pause = PAUSES_SECONDS[attempts - 1];
      if (answer.status !== "failed" || pause === undefined) {
        const { status, problem } = answer;
        return { status, attempts, ...(problem !== undefined && { problem }) };
      }
      await clock.sleep((answer.retryAfterSeconds ?? pause * (0.5 + random())) * 1_000, signal);
    }
  } finally {
    await transport.close();
  }
}

interface Attempt extends Pick<WebhookDelivery, "status" | "problem"> {
  readonly retryAfterSeconds?: number | undefined;
}

async function attempt(
  transport: HttpTransport,
  message: WebhookMessage,
  { url, secret }: WebhookTarget,
  secondsSince1970: number,
): Promise<Attempt> {
  const headers = {
    host: url.host,
    "content-type": "application/json",
    "user-agent": "crosstag",
    ...(secret === undefined ? { "webhook-id": message.id } : signWebhook(message, secret, secondsSince1970)),
  };
  const request = {
    origin: url.origin,
    method: "POST",
    path: `${url.pathname}${url.search}`,
    headers,
    body: message.body,
  };
  try {
    return answered(await transport.send(request, undefined, ATTEMPT_MS));
  } catch (error) {
    if (error instanceof HttpTransportError)
      return { status: "failed", problem: `The receiver did not answer (${error.networkCode ?? error.reason}).` };
    throw error;
  }
}

function answered({ status, headers }: Pick<HttpAnswer, "status" | "headers">): Attempt {
  if (status >= 200 && status < 300) return { status: "delivered" };
  if (status >= 300 && status < 400)
    return { status: "refused", problem: `The receiver redirects (HTTP ${status}), which is not followed.` };
  const canPass = status === 408 || status === 425 || status === 429 || status >= 500;
  const problem = `The receiver answered HTTP ${status}.`;
  if (!canPass) return { status: "refused", problem };
  const asked = Number(headers["retry-after"]);
  return {
    status: "failed",
    problem,
    ...(asked > 0 && { retryAfterSeconds: Math.min(asked, LONGEST_PAUSE_SECONDS) }),
  };
}
