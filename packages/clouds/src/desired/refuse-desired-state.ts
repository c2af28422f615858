import { CrosstagError, type DesiredStateProblem } from "@crosstag/core";

/**
 * Refuses a desired state that breaks a rule, every problem with where it stands in the file.
 * @throws CrosstagError `invalid-request`
 */
export function refuseDesiredState(
  problems: readonly DesiredStateProblem[],
  locate: (path: readonly (string | number)[]) => string,
): void {
  const violations = problems.map(({ path, violation }) => ({
    ...violation,
    message: `${locate(path)}: ${violation.message}`,
  }));
  const first = violations.find(({ severity }) => severity === "error");
  if (first === undefined) return;
  throw new CrosstagError({
    code: "invalid-request",
    operation: "planTags",
    message: first.message,
    hint: first.fix,
    violations,
  });
}
