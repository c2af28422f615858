import { itemAt } from "@crosstag/core/internal";
import type { Violation } from "@crosstag/core";
import { describeCount } from "./describe-count.ts";
import { describeNumber } from "./describe-number.ts";
import { describeViolation } from "./describe-violation.ts";

/** How many references of one problem are shown. */
const EXAMPLES = 3;

/** Violations that differ only in the resource that they are about. */
export interface ViolationGroup {
  readonly severity: Violation["severity"];
  /** One line each. */
  readonly lines: readonly string[];
}

/** One cause is reported once, however many resources it concerns: a wrong account in the configuration concerns all of them. */
export function groupViolations(violations: readonly Violation[]): readonly ViolationGroup[] {
  const groups = new Map<string, Violation[]>();
  for (const violation of violations) {
    const { severity, rule, fix } = violation;
    const name = JSON.stringify([severity, rule, causeOf(violation), withoutResource(fix, violation)]);
    const known = groups.get(name);
    if (known === undefined) groups.set(name, [violation]);
    else known.push(violation);
  }
  return [...groups.values()].map((alike) => {
    const first = itemAt(alike, 0);
    if (alike.length === 1) return { severity: first.severity, lines: describeViolation(first) };
    const what = first.rule === "crosstag.reference" ? "reference" : "resource";
    const message = `${describeCount(alike.length, what)}: ${causeOf(first)}`;
    const examples = alike.slice(0, EXAMPLES).map(({ resource = "" }) => `    ${resource}`);
    const more = alike.length > EXAMPLES ? [`    and ${describeNumber(alike.length - EXAMPLES)} more`] : [];
    const fix = withoutResource(first.fix, first);
    return {
      severity: first.severity,
      lines: [...describeViolation({ ...first, message, fix }), ...examples, ...more],
    };
  });
}

/** What is wrong, without the resource and its place in the list. */
function causeOf(violation: Violation): string {
  const { message, resource } = violation;
  if (resource === undefined) return message;
  return withoutResource(message.replace(/^Reference (?:\d+, )?"(?:[^"\\]|\\.)*": /, ""), violation);
}

function withoutResource(text: string, { resource }: Violation): string {
  return resource === undefined || resource === "" ? text : text.replaceAll(resource, "each of them");
}
