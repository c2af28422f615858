/** The name of the engine's workflow for a tick. Rows of the engine refer to it: it stays. */
export const SCHEDULE_WORKFLOW = "crosstag-schedule";
/** The name of the queue for ticks. */
export const SCHEDULE_QUEUE = "crosstag-schedules";
/** The name of the engine's workflow that sends the messages of a schedule. Rows of the engine refer to it: it stays. */
export const MESSAGE_WORKFLOW = "crosstag-messages";
/** The name of the queue for messages. */
export const MESSAGE_QUEUE = "crosstag-messages";
