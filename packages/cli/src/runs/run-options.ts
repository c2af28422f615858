/** Options of the commands that run a plan. */
export interface RunOptions {
  readonly journal?: string;
  readonly maxFailures?: string;
  readonly limit?: number;
  readonly canary?: number;
  /** False after `--no-verify`. */
  readonly verify: boolean;
  readonly progress: "auto" | "plain" | "jsonl" | "off";
  readonly report?: readonly string[];
}
