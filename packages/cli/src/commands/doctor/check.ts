/** What is checked of a cloud, in this order. */
export type CheckName =
  | "settings"
  | "endpoint"
  | "proxy"
  | "certificates"
  | "accounts"
  | "credentials"
  | "clock"
  | "list"
  | "quotas";

/** The result of one check of one cloud. Contains no secrets and no texts of a cloud. */
export interface Check {
  /** The name of the cloud in the configuration, or of one cloud of an entry for many. */
  readonly cloud: string;
  /** What was checked. */
  readonly check: CheckName;
  /** `not checked`: an earlier problem prevents it. */
  readonly result: "ok" | "problem" | "not checked";
  /** What was found, or what is wrong. */
  readonly detail: string;
  /** What to type or to change. Only for a problem. */
  readonly fix?: string;
  /** The cloud's own name for the error. */
  readonly providerCode?: string;
  /** The cloud's id of the refused request. */
  readonly requestId?: string;
}
