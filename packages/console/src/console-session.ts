/** What a console was started with, as its page shows it. */
export interface ConsoleSession {
  /** The version of the console. */
  readonly version: string;
  /** `local`: the clouds of this machine, which the console started. `configured`: the user's clouds. */
  readonly clouds: "local" | "configured";
  /** Where the pages that try operations send to: the local clouds, or, after `--live`, also to configured clouds. */
  readonly tryIt: "local" | "live";
}
