/** Keeps texts by name between processes. */
export interface TextStore {
  /** Returns the text of a name; undefined if there is none that can be trusted. Does not reject. */
  read(name: string): Promise<string | undefined>;
  /** Keeps a text. Does not reject: a text that cannot be kept is asked for again. */
  write(name: string, text: string): Promise<void>;
}

/**
 * Keeps what was learned of organizations and regions between processes: ids, names, states and units of accounts, and
 * their regions. Never contains credentials or e-mail addresses.
 */
export interface FleetCache {
  /** Where it is kept: `folderStore` keeps it in files. */
  readonly store: TextStore;
  /**
   * `reuse` (default): what was learned within `organization.cacheSeconds` is not asked for again, and an older list of
   * accounts is used, with a warning, if the organization cannot be listed. `renew`: everything is asked for, and kept for
   * others. For what changes resources: an account may have left the organization or its unit.
   */
  readonly use?: "reuse" | "renew" | undefined;
  /** The present time. Default: the system's. */
  readonly now?: (() => Date) | undefined;
}
