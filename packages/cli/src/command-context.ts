import type { AdapterRegistry } from "@crosstag/clouds";
import type { QuotaBudget } from "@crosstag/core";

/** A stream to write. */
export type OutputStream = NodeJS.WritableStream & {
  /** Whether it is a terminal. Absent: it is not. */
  readonly isTTY?: boolean;
  /** The width of the terminal, in characters. */
  readonly columns?: number;
  /** The number of its open file. Absent: it has none. */
  readonly fd?: number;
};
/** A stream to read. */
export type InputStream = NodeJS.ReadableStream & {
  /** Whether it is a terminal. Absent: it is not. */
  readonly isTTY?: boolean;
};

/** The world as a command sees it, so that commands run without a process, too. */
export interface CommandContext {
  /** Where lists of resources and answers to questions are read. */
  readonly standardInput: InputStream;
  /** Where results are written. */
  readonly standardOutput: OutputStream;
  /** Where messages and progress are written. */
  readonly standardError: OutputStream;
  /** The environment variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absent if it no longer exists. */
  readonly workingDirectory: string | undefined;
  /** Absent if the system knows none, as in a container whose user has no entry in its list of users. */
  readonly homeDirectory: string | undefined;
  /** The adapters. Default: those of this project. A configuration file can name others in addition. */
  readonly registry?: AdapterRegistry;
  /** The present time. */
  readonly now: () => Date;
  /** Aborted by the first SIGINT, SIGTERM or SIGHUP. */
  readonly signal: AbortSignal;
  /** Gives calls their turns. Absent: the quotas that this user's processes on this machine share. */
  readonly quotaBudget?: QuotaBudget;
  /** Asks the user a question; `undefined` if the user cancels it. Absent if there is no terminal to ask on. */
  readonly ask?: (question: string) => Promise<string | undefined>;
}
