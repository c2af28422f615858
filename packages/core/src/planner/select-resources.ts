import type { NamedStatement } from "../desired/change-tags.ts";
import type { DesiredState, Selection } from "../desired/desired-state.ts";
import type { DesiredStateProblem } from "../desired/desired-state-problem.ts";
import { mayMatch } from "../desired/matches-selection.ts";
import { kindsOf } from "../driver/kinds-of.ts";
import type { CrosstagError } from "../model/crosstag-error.ts";
import type { Violation } from "../model/violation.ts";
import { PLAN_WINDOW } from "../plan/plan-window.ts";
import { resourceIdentity } from "../model/reference.ts";
import type { Reference, ResourceKind } from "../model/reference.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import { kindsToList } from "../reads/find-resources.ts";
import { listKind } from "../reads/list-kind.ts";
import { listedNameProblem } from "../reads/listed-name.ts";
import { parseResources, placeTargets, toTarget } from "../reads/place-resources.ts";
import type { ParsedResource, Target, PlacedTarget } from "../reads/place-resources.ts";
import type { UnlistedNotes } from "../reads/unlisted-notes.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import { checkAliases } from "../reads/request-checks.ts";
import { resolveAliases } from "../reads/resolve-aliases.ts";

/** A resource that statements may concern, judged by its name. */
export interface Candidate {
  readonly target: Target;
  /** Positions of the statements, in their order. */
  readonly statements: readonly number[];
  /** The cloud has listed it, so that it is there. */
  readonly listed: boolean;
}

/** A resource that statements may be about, and that nothing can be planned for. */
export interface FailedCandidate extends Pick<Candidate, "statements"> {
  readonly failed: PlacedTarget & { readonly error: CrosstagError };
}

/** The parsed names in selections, by statement; undefined if a statement selects from the listed resources. */
export interface NamedResources {
  readonly byStatement: readonly (readonly ParsedResource[] | undefined)[];
  readonly problems: readonly DesiredStateProblem[];
}

export function nameResources(engines: readonly DriverEngine[], { statements }: DesiredState): NamedResources {
  const problems: DesiredStateProblem[] = [];
  const byStatement = statements.map(({ select }, index) => {
    if (select.references === undefined && select.aliases === undefined) return undefined;
    const parse = (names: "references" | "aliases") => {
      const inputs = select[names];
      if (inputs === undefined) return [];
      const { resources, violations } = parseResources(engines, inputs);
      const found = [...violations, ...checkAliases(resources, names === "aliases")];
      problems.push(
        ...found.map((violation) => ({ path: pathOf(violation, index, names), violation: unplaced(violation) })),
      );
      return resources;
    };
    return [...parse("references"), ...parse("aliases")];
  });
  return { byStatement, problems };
}

/** Every resource of one driver that a statement may concern, once: first the listed resources, then other named ones. */
export async function* selectResources(
  engine: DriverEngine,
  statements: readonly NamedStatement[],
  named: NamedResources,
  { scope, unlisted }: { readonly scope: RequestScope; readonly unlisted: UnlistedNotes },
): AsyncGenerator<Candidate | FailedCandidate, void, undefined> {
  if (named.byStatement.some((resources) => resources?.some((parsed) => parsed.engine === engine))) unlisted.listed();
  const { byIdentity, failed } = await namedCandidates(engine, named, scope);
  yield* failed;
  const { driver } = engine;
  const place = { provider: driver.provider, cloud: engine.cloud, region: driver.scope.region };
  const listing = statements.map(({ statement }, index) =>
    named.byStatement[index] === undefined && mayMatchSome(statement.select, engine) ? statement.select : undefined,
  );
  for (const kind of kindsOfSelections(engine, listing)) {
    const ofKind = listing.flatMap((select, index) =>
      select !== undefined && mayMatch(select, { ...place, kind }) ? [index] : [],
    );
    if (ofKind.length === 0) continue;
    const listed = new RecentlyListed();
    try {
      for await (const reference of listKind(engine, kind, scope)) {
        unlisted.listed();
        const identity = resourceIdentity(reference);
        if (listed.has(identity)) continue;
        const known = byIdentity.get(identity);
        byIdentity.delete(identity);
        yield listedCandidate(engine, reference, ofKind, known);
      }
      unlisted.listed();
    } catch (cause) {
      if (!unlisted.add(engine, kind, cause)) break;
    }
  }
  for (const { target, statements: concerned } of byIdentity.values())
    yield { target, statements: concerned, listed: false };
}

interface NamedCandidate {
  readonly target: Target;
  readonly statements: number[];
}

/** The resources of one driver that statements name, each once, aliases resolved. */
async function namedCandidates(
  engine: DriverEngine,
  named: NamedResources,
  scope: RequestScope,
): Promise<{ readonly byIdentity: Map<string, NamedCandidate>; readonly failed: readonly FailedCandidate[] }> {
  const byIdentity = new Map<string, NamedCandidate>();
  const failed = new Map<string, FailedCandidate>();
  for (const [index, resources] of named.byStatement.entries()) {
    const own = (resources ?? []).filter((parsed) => parsed.engine === engine);
    for (const placed of await resolveAliases(placeTargets(own), scope)) {
      const { target, error } = placed;
      const known = byIdentity.get(target.identity);
      if (error !== undefined) {
        // Once, however many statements name it.
        if (!failed.has(target.identity))
          failed.set(target.identity, { failed: { ...placed, error }, statements: [index] });
      } else if (known === undefined) byIdentity.set(target.identity, { target, statements: [index] });
      else if (known.statements.at(-1) !== index) known.statements.push(index);
    }
  }
  return { byIdentity, failed: [...failed.values()] };
}

function listedCandidate(
  engine: DriverEngine,
  reference: Reference,
  ofKind: readonly number[],
  known: NamedCandidate | undefined,
): Candidate | FailedCandidate {
  const { driver, account } = engine;
  const target = known?.target ?? toTarget(driver, reference, driver.references.format(reference, account.scope));
  const statements =
    known === undefined
      ? ofKind
      : [...new Set([...ofKind, ...known.statements])].toSorted((left, right) => left - right);
  const error = listedNameProblem(engine, reference);
  if (error === undefined) return { target, statements, listed: true };
  return { failed: { parsed: { engine, reference, resource: target.naming.resource }, target, error }, statements };
}

/** A cloud that counts its pages lists some resources twice if others are made meanwhile, not far apart. */
class RecentlyListed {
  #recent = new Set<string>();
  #older = new Set<string>();

  has(identity: string): boolean {
    if (this.#recent.has(identity) || this.#older.has(identity)) return true;
    this.#recent.add(identity);
    if (this.#recent.size >= PLAN_WINDOW) {
      this.#older = this.#recent;
      this.#recent = new Set();
    }
    return false;
  }
}

function mayMatchSome(select: Selection, { driver, cloud }: DriverEngine): boolean {
  const { provider, scope } = driver;
  const isMeant = (kind: ResourceKind) => mayMatch(select, { provider, cloud, region: scope.region, kind });
  return kindsToList(driver, select.kinds).some(isMeant);
}

/** In the cloud's own order, each once. */
function kindsOfSelections({ driver }: DriverEngine, listing: readonly (Selection | undefined)[]) {
  const kinds = new Set(listing.flatMap((select) => (select === undefined ? [] : kindsToList(driver, select.kinds))));
  return kindsOf(driver).filter((kind) => kinds.has(kind));
}

function pathOf({ position }: Violation, index: number, names: "references" | "aliases"): readonly (string | number)[] {
  return ["statements", index, "select", names, ...(position === undefined ? [] : [position])];
}

function unplaced({ position: _position, ...violation }: Violation): Violation {
  return violation;
}
