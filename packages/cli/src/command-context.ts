import type { AdapterRegistry } from "@crosstag/clouds";

export type OutputStream = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
export type InputStream = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/** The world as a command sees it, so that commands run without a process, too. */
export interface CommandContext {
  readonly standardInput: InputStream;
  readonly standardOutput: OutputStream;
  readonly standardError: OutputStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absent if it no longer exists. */
  readonly workingDirectory: string | undefined;
  /** Absent if the system knows none, as in a container whose user has no entry in its list of users. */
  readonly homeDirectory: string | undefined;
  /** The adapters. Default: those of this project. A configuration file can name others in addition. */
  readonly registry?: AdapterRegistry;
  readonly now: () => Date;
  /** Aborted by the first SIGINT, SIGTERM or SIGHUP. */
  readonly signal: AbortSignal;
  /** Asks a person; `undefined` where they gave up. Absent where nobody can be asked. */
  readonly ask?: (question: string) => Promise<string | undefined>;
}
