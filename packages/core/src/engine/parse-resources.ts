import { resourceIdentity } from "../reference/reference.ts";
import type { Reference } from "../reference/reference.ts";
import type { ReferenceProblem } from "../reference/reference-grammar.ts";
import type { ResourceInput } from "../operations/operations.ts";
import type { Violation } from "../rules/violation.ts";
import type { DriverEngine } from "./driver-engine.ts";
import { inputReference } from "./input-reference.ts";
import type { NamedResource } from "./input-reference.ts";

/** A reference that was understood, with the driver that serves it. */
export interface ParsedResource {
  readonly engine: DriverEngine;
  readonly reference: Reference;
  /** As the caller named it. */
  readonly resource: string;
}

export interface ParsedResources {
  /** In the order given; a resource that is named twice is here once. */
  readonly resources: readonly ParsedResource[];
  readonly violations: readonly Violation[];
}

/**
 * Finds the driver for every reference: by its scheme, or, for a bare id, the only one there is; of a `Reference`, among
 * those of its provider and region.
 */
export function parseResources(engines: readonly DriverEngine[], inputs: readonly ResourceInput[]): ParsedResources {
  if (!Array.isArray(inputs) || inputs.length === 0) {
    return {
      resources: [],
      violations: [
        {
          severity: "error",
          rule: "crosstag.empty-list",
          message: Array.isArray(inputs) ? "The list `resources` is empty." : "`resources` is not a list.",
          fix: "Name at least one resource.",
        },
      ],
    };
  }
  const seen = new Set<string>();
  const resources: ParsedResource[] = [];
  const violations: Violation[] = [];
  inputs.map(inputReference).forEach((input: string | NamedResource | null | undefined, position) => {
    const resource = typeof input === "object" && input !== null ? input.text : input;
    const parsed = parseOne(enginesFor(engines, input), resource);
    if ("problem" in parsed) {
      violations.push({
        severity: "error",
        rule: "crosstag.reference",
        position,
        ...(typeof resource === "string" && { resource }),
        message: `Reference ${position + 1}, ${JSON.stringify(resource)}: ${parsed.problem}`,
        fix: parsed.fix,
      });
      return;
    }
    const identity = `${engines.indexOf(parsed.engine)} ${resourceIdentity(parsed.reference)}`;
    if (seen.has(identity)) return;
    seen.add(identity);
    resources.push({ engine: parsed.engine, reference: parsed.reference, resource: parsed.reference.text });
  });
  return { resources, violations };
}

function enginesFor(
  engines: readonly DriverEngine[],
  input: string | NamedResource | null | undefined,
): readonly DriverEngine[] {
  if (typeof input !== "object" || input === null) return engines;
  const { provider, region } = input;
  const own = engines.filter(
    ({ driver }) => driver.provider === provider && (region === undefined || driver.scope.region === region),
  );
  // Where none fits, the drivers themselves say why not.
  return own.length > 0 ? own : engines;
}

function parseOne(
  engines: readonly DriverEngine[],
  text: unknown,
): { engine: DriverEngine; reference: Reference } | ReferenceProblem {
  if (typeof text !== "string" || text.trim() === "")
    return { problem: "it is empty.", fix: "Give the resource's full name as the cloud's console shows it." };
  const claiming = engines.filter(({ driver }) => driver.references.claims(text));
  if (claiming.length === 0 && engines.length > 1) {
    return {
      problem: "it does not say which cloud it belongs to, and several are configured.",
      fix: `Give the full name (${forms(engines)}), or select one cloud.`,
    };
  }
  let problem: ReferenceProblem | undefined;
  for (const engine of claiming.length > 0 ? claiming : engines) {
    const parsed = engine.driver.references.parse(text, engine.driver.scope);
    if ("reference" in parsed) return { engine, reference: parsed.reference };
    problem ??= parsed;
  }
  const scopes = claiming.map(({ driver }) => driver.scope.region);
  if (problem !== undefined && scopes.length > 1) {
    return { ...problem, problem: `${problem.problem} Configured regions of this cloud: ${scopes.join(", ")}.` };
  }
  return problem as ReferenceProblem;
}

function forms(engines: readonly DriverEngine[]): string {
  return [...new Set(engines.map(({ driver }) => driver.references.forms[0]))].join(" or ");
}
