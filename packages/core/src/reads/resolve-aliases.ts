import type { DriverOperation } from "../driver/capabilities.ts";
import { describeResource } from "./describe-resource.ts";
import { eachConcurrently } from "../calls/concurrency.ts";
import { failureError } from "../calls/driver-engine.ts";
import { unsupported } from "./request-checks.ts";
import type { ParsedResource, PlacedTarget } from "./place-resources.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import { stateRefusal } from "./state-refusal.ts";
import { toTarget } from "./place-resources.ts";

/**
 * Replaces aliases by the keys they point to now. Two names for one key become one target. A key in a state in which its
 * cloud refuses `operation` becomes an error: its description is at hand. Default: no operation follows.
 */
export async function resolveAliases(
  targets: readonly PlacedTarget[],
  scope: RequestScope,
  operation?: DriverOperation,
): Promise<readonly PlacedTarget[]> {
  const aliases = [...targets.entries()].filter(
    ([, { target, error }]) => target.reference.alias && error === undefined,
  );
  if (aliases.length === 0) return targets;
  const placed = [...targets];
  await eachConcurrently(aliases, 16, async ([position, { parsed }]) => {
    placed[position] = await resolveOne(parsed, scope, operation);
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

async function resolveOne(
  parsed: ParsedResource,
  scope: RequestScope,
  operation: DriverOperation | undefined,
): Promise<PlacedTarget> {
  const { engine, reference, resource } = parsed;
  const { driver } = engine;
  const unresolved = toTarget(driver, reference, resource);
  // A short name is not an alias: a cloud without aliases can have them.
  const resolving = reference.short === true ? "describeResource" : "resolveAlias";
  const unable = unsupported(driver, resolving, reference.kind, unresolved.naming.reference);
  if (unable !== undefined) return { parsed, target: unresolved, error: unable };
  const result = await describeResource(engine, reference, scope);
  if (!result.ok)
    return {
      parsed,
      target: unresolved,
      error: failureError(driver, resolving, reference, result.failure, result.cause),
    };
  const target = toTarget(driver, { ...result.receipt.reference, text: reference.text }, resource);
  const refusal = operation && stateRefusal(driver, operation, result.receipt, target.naming.reference);
  return { parsed, target, ...(refusal !== undefined && { error: refusal }) };
}
