import type { CheckableResource } from "@crosstag/compliance";
import type { StateRule } from "@crosstag/core/driver";
import { checkTags, rulesFor, type TagRules } from "@crosstag/core";
import { kindsOf } from "@crosstag/core/driver";
import type { OpenedCrosstag } from "@crosstag/clouds";
import { UsageError } from "../usage-error.ts";

/** What the cloud of a resource refuses. */
interface CloudRules {
  /** Its rules for tags of the kind. */
  readonly rules: TagRules;
  /** What the states of its resources prevent. */
  readonly stateRules: readonly StateRule[] | undefined;
}

/** What the cloud that a resource is in refuses, for its kind. */
export type RulesOf = (resource: Pick<CheckableResource, "provider" | "region" | "kind">) => CloudRules | undefined;

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

/** The rules of the connected clouds. One provider may have several clouds, with different rules by region. */
export function cloudRules(crosstag: OpenedCrosstag): RulesOf {
  const drivers = [...crosstag.drivers.values()];
  const known = new Map<string, CloudRules | undefined>();
  return ({ provider, region, kind }) => {
    const name = JSON.stringify([provider, region, kind]);
    if (known.has(name)) return known.get(name);
    const own = drivers.filter((driver) => driver.provider === provider && kindsOf(driver).includes(kind));
    const driver = own.find(({ scope }) => scope.region === region) ?? own[0];
    const rules = driver && { rules: rulesFor(driver.rules, kind), stateRules: driver.stateRules };
    known.set(name, rules);
    return rules;
  };
}
