import { checkTags, rulesFor } from "@crosstag/core";
import { kindsOf } from "@crosstag/core/driver";
import type { OpenedCrosstag } from "@crosstag/clouds";
import { UsageError } from "../usage-error.ts";

/** A mark that a connected cloud does not accept would be skipped without a message. @throws UsageError */
export function refuseMarks(marks: Readonly<Record<string, string>>, crosstag: OpenedCrosstag): void {
  for (const [key, value] of Object.entries(marks))
    for (const { title, rules, kind } of coveredRules(crosstag)) {
      const problem = checkTags([{ key, value }], rulesFor(rules, kind)).find(({ severity }) => severity === "error");
      if (problem !== undefined)
        throw new UsageError(`--mark ${JSON.stringify(key)} is refused by ${title}: ${problem.message}`, problem.fix);
    }
}

function coveredRules({ drivers }: OpenedCrosstag) {
  return [...drivers.values()].flatMap((driver) =>
    (driver.listedKinds ?? kindsOf(driver)).map((kind) => ({ title: driver.title, rules: driver.rules, kind })),
  );
}
