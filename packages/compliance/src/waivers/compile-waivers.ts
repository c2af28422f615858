import { compileGlobs } from "@crosstag/core/internal";
import type { CheckableResource } from "../check/checkable-resource.ts";
import { compileScopes } from "../check/compile-scope.ts";
import type { Finding } from "../check/problem.ts";
import type { Waiver } from "./waiver.ts";

/** A waiver with its name for messages. */
export interface NamedWaiver extends Waiver {
  /** The waiver's id, or a name by its position. */
  readonly id: string;
}

/** Waivers, prepared for many findings. */
export interface CompiledWaivers {
  /** All waivers, expired ones included. */
  readonly all: readonly NamedWaiver[];
  /** Waivers that ended before today. */
  readonly expired: readonly NamedWaiver[];
  /** The first waiver that covers a finding today. */
  readonly covering: (finding: Finding, resource: CheckableResource) => NamedWaiver | undefined;
}

/** Covers no finding. */
export const NO_WAIVERS: CompiledWaivers = { all: [], expired: [], covering: () => undefined };

/** A waiver is valid through the end of the day that it names, in UTC. */
export function compileWaivers(waivers: readonly Waiver[], now: Date): CompiledWaivers {
  const today = now.toISOString().slice(0, 10);
  const all = waivers.map((waiver, index): NamedWaiver => ({ ...waiver, id: waiver.id ?? `waiver ${index + 1}` }));
  const open = all
    .filter(({ expires }) => expires >= today)
    .map((waiver) => ({
      waiver,
      ofRule: compileGlobs(waiver.rules),
      ofResource: compileScopes(waiver.select, now),
      ofKey: waiver.tagKeys === undefined ? undefined : compileGlobs(waiver.tagKeys),
    }));
  return {
    all,
    expired: all.filter(({ expires }) => expires < today),
    covering: ({ rule, tagKey }, resource) =>
      open.find(
        ({ ofRule, ofResource, ofKey }) =>
          ofRule(rule) &&
          (ofResource?.(resource) ?? true) &&
          (ofKey === undefined || (tagKey !== undefined && ofKey(tagKey))),
      )?.waiver,
  };
}
