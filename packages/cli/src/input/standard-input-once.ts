import { UsageError } from "../usage-error.ts";

/** @throws UsageError where more than one file is standard input: the second would be found empty */
export function standardInputOnce(names: readonly (string | undefined)[]): void {
  if (names.filter((name) => name === "-" || name === "@-").length > 1)
    throw new UsageError("Standard input (-) can be named only once.");
}
