export { openPostgresBudget } from "./postgres-budget.ts";
export type { PostgresBudget, PostgresBudgetOptions } from "./postgres-budget.ts";
export type { CheckNews, KnownViolation } from "./webhook/check-news.ts";
export { sendWebhook } from "./webhook/send-webhook.ts";
export type { SendWebhookOptions, WebhookDelivery } from "./webhook/send-webhook.ts";
export { groupByTeam, webhookMessage } from "./webhook/webhook-message.ts";
export type { WebhookMessage } from "./webhook/webhook-message.ts";
export { webhookTarget } from "./webhook/webhook-target.ts";
export type { WebhookTarget } from "./webhook/webhook-target.ts";
