/** What the process answers with; the help and the README list the same numbers. */
export const EXIT_CODE = {
  /** All done. */
  done: 0,
  error: 1,
  /** Something asked for breaks a rule; nothing was sent. */
  violations: 2,
  /** Some resources failed, or what became of them is not known; the output says which. */
  someFailed: 3,
  /** Refused for safety: a confirmation is missing or wrong; nothing was changed. */
  refused: 4,
  /** The command line itself is wrong. */
  usage: 64,
  /** Stopped by SIGINT, SIGTERM or SIGHUP; the output says what was done before. */
  interrupted: 130,
} as const;

/** One of the numbers in `EXIT_CODE`. */
export type ExitCode = (typeof EXIT_CODE)[keyof typeof EXIT_CODE];

export const EXIT_CODE_MEANINGS: readonly (readonly [ExitCode, string])[] = [
  [EXIT_CODE.done, "all done"],
  [EXIT_CODE.error, "error"],
  [EXIT_CODE.violations, "violations found; nothing was sent"],
  [EXIT_CODE.someFailed, "some resources failed; the output says which"],
  [EXIT_CODE.refused, "refused for safety; nothing was changed"],
  [EXIT_CODE.usage, "usage error"],
  [EXIT_CODE.interrupted, "interrupted"],
];
