import type { CrosstagError } from "../model/crosstag-error.ts";
import type { Violation } from "../model/violation.ts";
import { describeResource } from "./describe-resource.ts";
import { eachConcurrently } from "../calls/concurrency.ts";
import { failureError, unsupported } from "../calls/driver-engine.ts";
import type { ParsedResource } from "./parse-resources.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import { toTarget } from "./target.ts";
import type { Target } from "./target.ts";

/** A resource of a request with its place in the list of outcomes. */
export interface PlacedTarget {
  readonly parsed: ParsedResource;
  readonly target: Target;
  /** Set if the alias could not be resolved. */
  readonly error?: CrosstagError;
}

/** Aliases are refused unless the caller asked to have them resolved: an alias can move between looking and writing. */
export function checkAliases(resources: readonly ParsedResource[], resolve: boolean | undefined): readonly Violation[] {
  if (resolve) return [];
  return resources.flatMap(({ reference, resource }, position) =>
    reference.alias
      ? [
          {
            severity: "error" as const,
            rule: "crosstag.alias",
            provider: reference.provider,
            position,
            resource,
            message: `${JSON.stringify(resource)} is an alias, not a key.`,
            fix: "Give the key's id or full name, or resolve aliases (`resolveAliases: true`).",
          },
        ]
      : [],
  );
}

/** Replaces aliases by the keys they point to now; returns a promise only if there are any. Two names for one key become one target. */
export function resolveAliases(
  resources: readonly ParsedResource[],
  scope: RequestScope,
): readonly PlacedTarget[] | Promise<readonly PlacedTarget[]> {
  const placed = resources.map((parsed): PlacedTarget => {
    const target = toTarget(parsed.engine.driver, parsed.reference, parsed.resource);
    return parsed.error === undefined ? { parsed, target } : { parsed, target, error: parsed.error };
  });
  return resources.some(({ reference }) => reference.alias) ? lookUpAliases(resources, placed, scope) : placed;
}

async function lookUpAliases(
  resources: readonly ParsedResource[],
  placed: PlacedTarget[],
  scope: RequestScope,
): Promise<readonly PlacedTarget[]> {
  const aliases = [...resources.entries()].filter(([, { reference, error }]) => reference.alias && error === undefined);
  await eachConcurrently(aliases, 16, async ([position, parsed]) => {
    placed[position] = await resolveOne(parsed, scope);
  });
  const seen = new Map<ParsedResource["engine"], Set<string>>();
  return placed.filter(({ parsed: { engine }, target, error }) => {
    if (error !== undefined) return true;
    const known = seen.get(engine) ?? new Set<string>();
    seen.set(engine, known);
    if (known.has(target.identity)) return false;
    known.add(target.identity);
    return true;
  });
}

async function resolveOne(parsed: ParsedResource, scope: RequestScope): Promise<PlacedTarget> {
  const { engine, reference, resource } = parsed;
  const { driver } = engine;
  const unresolved = toTarget(driver, reference, resource);
  const unable = unsupported(driver, "resolveAlias", reference.kind, unresolved.naming.reference);
  if (unable !== undefined) return { parsed, target: unresolved, error: unable };
  const result = await describeResource(engine, reference, scope);
  if (!result.ok)
    return {
      parsed,
      target: unresolved,
      error: failureError(driver, "resolveAlias", reference, result.failure, result.cause),
    };
  return { parsed, target: toTarget(driver, { ...result.receipt.reference, text: reference.text }, resource) };
}
