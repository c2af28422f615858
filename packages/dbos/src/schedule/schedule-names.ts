/** The name of the engine's workflow for a tick. Rows of the engine refer to it: it stays. */
export const SCHEDULE_WORKFLOW = "crosstag-schedule";
/** The name of the queue for ticks. */
export const SCHEDULE_QUEUE = "crosstag-schedules";
