import type { NotificationConfiguration } from "@crosstag/config";
import { CrosstagError } from "@crosstag/core";
import type { Database } from "../database/open-database.ts";
import { sendWebhook, type SendWebhookOptions, type WebhookDelivery } from "../webhook/send-webhook.ts";
import { webhookMessage } from "../webhook/webhook-message.ts";
import { webhookTarget } from "../webhook/webhook-target.ts";
import { readNews } from "./read-violations.ts";

/** Where messages go, and how they are sent. */
export interface DeliveryOptions extends SendWebhookOptions {
  /** `notify` of the configuration. */
  readonly receivers: Readonly<Record<string, NotificationConfiguration>>;
  /** The environment variables with addresses and secrets. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What became of one message. */
export interface MessageResult extends WebhookDelivery {
  /** The id of the check that the message is about. */
  readonly checkId: string;
  /** The name of the receiver in the configuration. */
  readonly receiver: string;
}

/**
 * Sends the messages of a schedule that wait, those of earlier checks included. A message that fails waits for the next
 * call; one that is refused, or that is about no violation of its teams, does not. Calls at the same time, also of other
 * workers, leave out each other's messages.
 * @throws CrosstagError of the database; the reason of the signal
 */
export async function deliverMessages(
  database: Database,
  schedule: string,
  options: DeliveryOptions,
): Promise<readonly MessageResult[]> {
  const waiting = await database.rows<WaitingMessage>(
    `select m.check_id as "checkId", m.receiver, m.attempts from crosstag_messages m
     join crosstag_checks c on c.id = m.check_id
     where c.schedule = $1 and m.state = 'waiting' order by c.tick, m.receiver`,
    [schedule],
  );
  const results: MessageResult[] = [];
  for (const message of waiting) {
    const delivery = await deliverOnce(database, message, options);
    if (delivery === undefined) continue;
    const { checkId, receiver } = message;
    if (delivery.attempts > 0 || delivery.problem !== undefined) results.push({ checkId, receiver, ...delivery });
  }
  return results;
}

interface WaitingMessage {
  readonly checkId: string;
  readonly receiver: string;
  /** Requests that were sent before. */
  readonly attempts: number;
}

/**
 * Sends a message, and keeps the result. A lock is held meanwhile, which ends with the worker. It is not a lock of the row:
 * a receiver that does not answer must not keep the results of the schedule from being removed.
 * @returns undefined if another call sends it, or has sent it
 */
async function deliverOnce(
  database: Database,
  { checkId, receiver, attempts }: WaitingMessage,
  options: DeliveryOptions,
): Promise<WebhookDelivery | undefined> {
  try {
    return await database.transact(async (client) => {
      const { rows } = await client.query<{ mine: boolean }>(
        "select pg_try_advisory_xact_lock(hashtext('crosstag message'), hashtext($1 || ' ' || $2)) as mine",
        [checkId, receiver],
      );
      if (rows[0]?.mine !== true) return undefined;
      const { rowCount } = await client.query(
        "select 1 from crosstag_messages where check_id = $1 and receiver = $2 and state = 'waiting' and attempts = $3",
        [checkId, receiver, attempts],
      );
      if (rowCount === 0) return undefined;
      const delivery = await deliver(database, checkId, receiver, options);
      await client.query(
        `update crosstag_messages set state = $3, attempts = attempts + $4, problem = $5
         where check_id = $1 and receiver = $2`,
        [checkId, receiver, STATES[delivery.status], delivery.attempts, delivery.problem ?? null],
      );
      return delivery;
    });
  } catch (error) {
    options.signal?.throwIfAborted();
    throw error;
  }
}

const STATES = { delivered: "delivered", refused: "refused", failed: "waiting" } as const;

async function deliver(
  database: Database,
  checkId: string,
  receiver: string,
  { receivers, environment, ...sending }: DeliveryOptions,
): Promise<WebhookDelivery> {
  const entry = Object.hasOwn(receivers, receiver) ? receivers[receiver] : undefined;
  // The configuration of another worker can have it: the message waits as long as its check is kept.
  if (entry === undefined)
    return { status: "failed", attempts: 0, problem: "The configuration has no receiver of this name." };
  const news = await readNews(database, checkId);
  const message = news && webhookMessage(news, receiver, entry);
  if (message === undefined) return { status: "delivered", attempts: 0 };
  try {
    return await sendWebhook(message, webhookTarget(receiver, entry, environment), sending);
  } catch (error) {
    if (CrosstagError.is(error) && error.code === "configuration")
      return { status: "failed", attempts: 0, problem: error.message };
    throw error;
  }
}
