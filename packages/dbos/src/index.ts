export { openPostgresBudget } from "./postgres-budget.ts";
export type { PostgresBudget, PostgresBudgetOptions } from "./postgres-budget.ts";
export type { CheckNews, KnownViolation } from "./webhook/check-news.ts";
export { sendWebhook } from "./webhook/send-webhook.ts";
export type { SendWebhookOptions, WebhookDelivery } from "./webhook/send-webhook.ts";
export { groupByTeam, webhookMessage } from "./webhook/webhook-message.ts";
export type { WebhookMessage } from "./webhook/webhook-message.ts";
export { webhookTarget } from "./webhook/webhook-target.ts";
export type { WebhookTarget } from "./webhook/webhook-target.ts";
export { openRuns } from "./runs/open-runs.ts";
export type { ListedSharedRun, RunsOptions, SharedRuns, SubmitOptions } from "./runs/open-runs.ts";
export type { SharedRunStatus, SharedScopeStatus } from "./runs/run-status.ts";
export type { WorkerClouds } from "./worker/run-clouds.ts";
export { startWorker } from "./worker/start-worker.ts";
export type { Worker, WorkerEvent, WorkerOptions } from "./worker/start-worker.ts";
export type {
  CheckOutcome,
  CheckState,
  ClosedBecause,
  ClosedCounts,
  ScheduledAction,
  UnlistedScope,
} from "./results/check-result.ts";
export type { CheckFilter, CheckRow } from "./results/read-checks.ts";
export type { MessageResult } from "./results/deliver-messages.ts";
export type { OpenViolation } from "./results/read-violations.ts";
export { openSchedules } from "./schedule/open-schedules.ts";
export type { CanceledChecks } from "./results/cancel-checks.ts";
export type { WaitingCheck } from "./schedule/missing-worker.ts";
export type { RunScheduleOptions } from "./schedule/run-schedule.ts";
export type { ListedSchedule, Schedules } from "./schedule/open-schedules.ts";
export type { ScheduleHandlers } from "./schedule/schedule-handlers.ts";
export type { ScheduleDefinition, ScheduleEnforcement, ScheduleSelection } from "./schedule/schedule-definition.ts";
export type { ScheduledTask, TaskResults, TickReport } from "./schedule/schedule-workflows.ts";
