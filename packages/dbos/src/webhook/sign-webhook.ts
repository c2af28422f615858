import { createHmac } from "node:crypto";
import type { WebhookMessage } from "./webhook-message.ts";

/** The prefix of secrets in Standard Webhooks. */
const PREFIX = "whsec_";
/** Standard Webhooks: a secret has 24 to 64 bytes. */
const SECRET_BYTES = { least: 24, most: 64 };

/**
 * Signs a message as Standard Webhooks specifies (github.com/standard-webhooks/standard-webhooks, 2026-11-29): HMAC-SHA256
 * over the id, the time and the body.
 * @param secondsSince1970 the time of the attempt
 * @returns the headers that let the receiver verify it
 */
export function signWebhook(
  { id, body }: WebhookMessage,
  secret: Buffer,
  secondsSince1970: number,
): Readonly<Record<string, string>> {
  const mac = createHmac("sha256", secret).update(`${id}.${secondsSince1970}.${body}`).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": String(secondsSince1970), "webhook-signature": `v1,${mac}` };
}

/** The bytes of a secret: `whsec_` and base64 of 24 to 64 bytes. Undefined if the text is not one. */
export function parseWebhookSecret(text: string): Buffer | undefined {
  const encoded = text.trim();
  if (!encoded.startsWith(PREFIX) || !/^[A-Za-z0-9+/]+={0,2}$/.test(encoded.slice(PREFIX.length))) return undefined;
  const secret = Buffer.from(encoded.slice(PREFIX.length), "base64");
  return secret.length >= SECRET_BYTES.least && secret.length <= SECRET_BYTES.most ? secret : undefined;
}
