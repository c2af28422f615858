/** What a console was started with, as its page shows it. */
export interface ConsoleSession {
  /** The version of the console. */
  readonly version: string;
  /** `local`: the clouds of this machine, which the console started. `configured`: the user's clouds. */
  readonly clouds: "local" | "configured";
  /** Whether the console was started with a policy, so that a check needs none. */
  readonly hasPolicy: boolean;
  /** Where the pages that try operations send to: the local clouds, or, after `--live`, also to configured clouds. */
  readonly tryIt: "local" | "live";
}
