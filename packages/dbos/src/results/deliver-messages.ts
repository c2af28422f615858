import type { NotificationConfiguration } from "@crosstag/config";
import { CrosstagError } from "@crosstag/core";
import type { PoolClient } from "pg";
import { keepTransaction } from "../database/keep-transaction.ts";
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

/** Whether messages of a schedule wait. @throws CrosstagError of the database */
export async function hasMessages(database: Database, schedule: string): Promise<boolean> {
  const rows = await database.rows(`${WAITING} limit 1`, [schedule]);
  return rows.length > 0;
}

/**
 * Sends the messages of a schedule that wait, those of earlier checks included: to all receivers at once, to each one after
 * the other until one fails. A message that fails waits for the next call; one that is refused, or that is about no
 * violation of its teams, does not. Calls at the same time, also of other workers, leave out each other's messages.
 * @throws CrosstagError of the database; the reason of the signal
 */
export async function deliverMessages(
  database: Database,
  schedule: string,
  options: DeliveryOptions,
): Promise<readonly MessageResult[]> {
  try {
    // The transaction only holds the locks. They are held until the last message, and end with the worker.
    return await database.transact(async (client) => {
      const messages = await lockMessages(client, schedule);
      const receivers = [...new Set(messages.map(({ receiver }) => receiver))];
      const deliveries = await keepTransaction(
        client,
        Promise.allSettled(
          receivers.map((receiver) =>
            deliverInOrder(
              database,
              messages.filter((message) => message.receiver === receiver),
              options,
            ),
          ),
        ),
        options.clock,
      );
      return deliveries.flatMap((delivery) => {
        if (delivery.status === "rejected") throw delivery.reason;
        return delivery.value;
      });
    });
  } catch (error) {
    options.signal?.throwIfAborted();
    throw error;
  }
}

interface WaitingMessage {
  readonly checkId: string;
  readonly receiver: string;
  /** Requests that were sent before. */
  readonly attempts: number;
}

const WAITING = `select m.check_id as "checkId", m.receiver, m.attempts from crosstag_messages m
   join crosstag_checks c on c.id = m.check_id
   where c.schedule = $1 and m.state = 'waiting' order by m.attempts, c.tick, m.receiver`;

/**
 * The messages that wait and that no other call sends. Their rows are not locked: a receiver that does not answer must not
 * keep the results of the schedule from being removed.
 */
async function lockMessages(client: PoolClient, schedule: string): Promise<readonly WaitingMessage[]> {
  const waiting = await client.query<WaitingMessage>(WAITING, [schedule]);
  const locked: WaitingMessage[] = [];
  for (const message of waiting.rows) {
    const { checkId, receiver, attempts } = message;
    const { rows } = await client.query<{ mine: boolean }>(
      "select pg_try_advisory_xact_lock(hashtext('crosstag message'), hashtext($1 || ' ' || $2)) as mine",
      [checkId, receiver],
    );
    if (rows[0]?.mine !== true) continue;
    // Another call can have sent it before it was locked.
    const { rowCount } = await client.query(
      "select 1 from crosstag_messages where check_id = $1 and receiver = $2 and state = 'waiting' and attempts = $3",
      [checkId, receiver, attempts],
    );
    if (rowCount === 1) locked.push(message);
  }
  return locked;
}

/**
 * Sends locked messages of one receiver, and keeps each result as soon as it is known. The first one that fails is the last
 * one: a receiver that is down must not keep the worker busy for as long as all of them take. It is not the first one of
 * the next call, so that a message that its receiver never accepts does not hold up the others.
 */
async function deliverInOrder(
  database: Database,
  messages: readonly WaitingMessage[],
  options: DeliveryOptions,
): Promise<readonly MessageResult[]> {
  const results: MessageResult[] = [];
  for (const { checkId, receiver } of messages) {
    const delivery = await deliver(database, checkId, receiver, options);
    await database.rows(
      `update crosstag_messages set state = $3, attempts = attempts + $4, problem = $5
       where check_id = $1 and receiver = $2`,
      [checkId, receiver, STATES[delivery.status], delivery.attempts, delivery.problem ?? null],
    );
    if (delivery.attempts > 0 || delivery.problem !== undefined) results.push({ checkId, receiver, ...delivery });
    if (delivery.status === "failed") break;
  }
  return results;
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
