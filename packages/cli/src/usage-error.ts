/** The command line, or a text given on it, cannot be understood; exit code 64. */
export class UsageError extends Error {
  /** What to type instead; several lines if they are to be copied, such as a file to start from. */
  readonly hint: readonly string[];

  constructor(message: string, ...hint: readonly string[]) {
    super(message);
    this.name = "UsageError";
    this.hint = hint;
  }
}
