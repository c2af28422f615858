/** What a process is asked to run. */
export interface CommandRequest {
  readonly commandLine: readonly string[];
  /** All of its environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly directory: string;
  readonly input: string;
}

/** A piece of what a command wrote. */
export interface WrittenText {
  readonly stream: "stdout" | "stderr";
  readonly text: string;
}

/** What became of it. */
export interface CommandAnswer {
  readonly exitCode: number;
  /** In the order in which it was written. */
  readonly written: readonly WrittenText[];
}
