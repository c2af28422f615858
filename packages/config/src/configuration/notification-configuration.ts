/** What a placeholder of a notification's `body` stands for: `{team}`, `{new}`. */
export const NOTIFICATION_FIELDS = [
  "schedule",
  "policy",
  "checkedAt",
  "teams",
  "new",
  "fixed",
  "open",
  "unread",
  "list",
] as const;

/** The name of a placeholder in the `body` of a notification. */
export type NotificationField = (typeof NOTIFICATION_FIELDS)[number];

/** The forms of a message that need no `body`. */
export const NOTIFICATION_FORMATS = ["json", "text", "teams"] as const;

/**
 * The form of a message. `json`: all facts, for programs. `text`: an object with `text`, for Slack and other chats that
 * accept it. `teams`: an adaptive card, for workflows of Microsoft Teams.
 */
export type NotificationFormat = (typeof NOTIFICATION_FORMATS)[number];

/** A JSON value whose texts can contain placeholders. */
export type NotificationBody = string | number | boolean | null | readonly NotificationBody[] | NotificationObject;

/** A JSON object whose texts can contain placeholders. */
export interface NotificationObject {
  /** Members by name. Names have no placeholders. */
  readonly [name: string]: NotificationBody;
}

/** Where new violations of scheduled checks are reported. Never contains a secret. */
export interface NotificationConfiguration {
  /** The https address that receives the message; plain http only on this machine. Default: `urlEnvironmentVariable`. */
  readonly url?: string;
  /** The environment variable with the address, for addresses that are secrets themselves. Default: `url`. */
  readonly urlEnvironmentVariable?: string;
  /** The environment variable with the secret that signs messages, `whsec_` and base64. Default: not signed. */
  readonly secretEnvironmentVariable?: string;
  /**
   * Only violations of these teams: values of the policy's `teamKey`, with `*` and `?`; `(none)` for resources without a
   * team. Default: all violations.
   */
  readonly teams?: readonly string[];
  /** The form of the message. Not together with `body`. Default: `json`. */
  readonly format?: NotificationFormat;
  /** The message itself, as YAML, with placeholders such as `{new}` in its texts. Default: as `format` says. */
  readonly body?: NotificationBody;
}
