import { refusalMessage } from "../model/violation.ts";
import { checkDesiredState } from "../desired/check-desired-state.ts";
import type { DesiredState, DesiredStatement } from "../desired/desired-state.ts";
import type { DesiredStateProblem } from "../desired/desired-state-problem.ts";
import { nameStatements } from "../desired/change-tags.ts";
import { compileSelection } from "../desired/matches-selection.ts";
import { CrosstagError } from "../model/crosstag-error.ts";
import type { UnreadableResource } from "../plan/plan-entry.ts";
import type { PlanDraft, PlanTagsRequest } from "../plan/plan-request.ts";
import type { DraftedResource } from "../plan/plan-tally.ts";
import { unreadableResource } from "../plan/plan-resource.ts";
import { quotaOf } from "../driver/quota-of.ts";
import type { ResourceKind } from "../model/reference.ts";
import { coveredKinds, findKind, firstKind, kindsOf } from "../driver/kinds-of.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import { unknownKind } from "../reads/request-checks.ts";
import { draftPlan } from "./draft-plan.ts";
import type { Drafted, ScopeEnd } from "./draft-plan.ts";
import { pacedProfile, type DriverEngine } from "../calls/driver-engine.ts";
import { AliasLists } from "../reads/alias-lists.ts";
import { engineScopeName } from "../calls/engine-scope-name.ts";
import { learnAccounts } from "../calls/learn-accounts.ts";
import { ListedExistence } from "../reads/listed-existence.ts";
import { parseResources } from "../reads/place-resources.ts";
import type { ParsedResource } from "../reads/place-resources.ts";
import { planGuardOf } from "./guard-planned.ts";
import { mayConcern } from "../reads/unreadable-clouds.ts";
import { UnlistedNotes } from "../reads/unlisted-notes.ts";
import type { UnlistedResources } from "../reads/read-requests.ts";
import { PlanNotes } from "./plan-notes.ts";
import { mergeInOrder } from "./merge-in-order.ts";
import { plannedResource, planCandidates } from "./plan-candidates.ts";
import type { CandidatePlanning } from "./plan-candidates.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import { ReadsAhead } from "./reads-ahead.ts";
import { nameResources, selectResources } from "./select-resources.ts";
import type { Candidate } from "./select-resources.ts";

/** What is wrong with a desired state for these clouds, without asking them. */
export function checkDesired(engines: readonly DriverEngine[], state: DesiredState): readonly DesiredStateProblem[] {
  if (!Array.isArray(state.statements)) return checkDesiredState(state, () => []);
  const named = nameResources(engines, state);
  const cloudsOf = (statement: DesiredStatement, index: number) => {
    const resources = named.byStatement[index];
    const concerned = engines.filter((engine) =>
      resources === undefined
        ? mayConcern(statement.select, engine)
        : resources.some((parsed) => parsed.engine === engine),
    );
    return concerned.map(({ driver }) => ({
      rules: driver.rules,
      kinds: kindsConcerned(driver, statement, resources),
    }));
  };
  return [...checkDesiredState(state, cloudsOf), ...named.problems, ...unknownKinds(engines, state)];
}

/** A kind that no configured cloud has may be of a cloud that is not selected: that is a warning. */
function unknownKinds(engines: readonly DriverEngine[], { statements }: DesiredState): readonly DesiredStateProblem[] {
  const drivers = engines.map(({ driver }) => driver);
  return statements.flatMap(({ select }, index) =>
    (select.kinds ?? []).flatMap((kind, position) => {
      if (findKind(drivers, kind) !== undefined) return [];
      const path = ["statements", index, "select", "kinds", position];
      const violation = { severity: "warning", rule: "crosstag.unknown-kind", ...unknownKind(kind, drivers) } as const;
      return [{ path, violation }];
    }),
  );
}

export function planTags(
  engines: readonly DriverEngine[],
  request: PlanTagsRequest,
  openScope: () => RequestScope,
): PlanDraft {
  const { desired, onUnlisted } = request;
  const statements = Array.isArray(desired.statements) ? nameStatements(desired) : [];
  const notes = new PlanNotes(statements, engines);
  const tell =
    onUnlisted &&
    ((one: UnlistedResources) => {
      notes.unlisted(one);
      onUnlisted(one);
    });
  const origin = { type: "desired-state", state: desired } as const;
  async function* drafted(): AsyncGenerator<Drafted | ScopeEnd, void, undefined> {
    refuseProblems(checkDesired(engines, desired));
    const scope = openScope();
    const unlisted = new UnlistedNotes(tell, scope);
    try {
      const untold = await learnAccounts(engines, concernedBy(engines, desired), scope, { apart: unlisted.goesOn });
      for (const [engine, error] of untold) unlisted.add(engine, undefined, error);
      const served = engines.filter((engine) => !untold.has(engine));
      // Once more: which cloud serves a name is known now.
      refuseProblems(checkDesired(engines, desired));
      const named = nameResources(engines, desired);
      const planning: Omit<CandidatePlanning, "describeStates"> = {
        desired,
        statements,
        selections: statements.map(({ statement }) => compileSelection(statement.select, request.now ?? new Date())),
        aliases: new AliasLists(scope),
        existence: new ListedExistence(scope),
        ...planGuardOf(engines, request),
      };
      const ahead = new ReadsAhead();
      yield* mergeInOrder(
        served.map((engine) => {
          const candidates = selectResources(engine, statements, named, { scope, unlisted });
          const chunks = chunksOf(engine, noting(candidates, notes));
          const ofEngine = { ...planning, describeStates: shouldDescribe(engine, request.describeStates) };
          const planChunk = async (chunk: Chunk): Promise<readonly DraftedResource[]> =>
            "candidates" in chunk
              ? planCandidates(engine, chunk.candidates, ofEngine, scope)
              : [{ entry: chunk.unreadable }];
          return flatten(ahead.of(chunks, planChunk), engine);
        }),
      );
      // Never return a truncated plan without an error.
      if (scope.ended !== undefined) throw scope.ended;
      unlisted.finish();
    } finally {
      scope.finish();
    }
  }
  return draftPlan(origin, drafted, () => notes.warnings);
}

async function* noting(
  candidates: ReturnType<typeof selectResources>,
  notes: PlanNotes,
): ReturnType<typeof selectResources> {
  for await (const candidate of candidates) {
    notes.candidate("failed" in candidate ? { statements: candidate.statements } : candidate);
    yield candidate;
  }
}

/** The clouds that a desired state lists resources of, and the clouds that could serve a resource it names. */
function concernedBy(engines: readonly DriverEngine[], { statements }: DesiredState): ReadonlySet<DriverEngine> {
  return new Set(
    statements.flatMap(({ select }) => {
      const names = [...(select.references ?? []), ...(select.aliases ?? [])];
      if (select.references === undefined && select.aliases === undefined)
        return engines.filter((engine) => mayConcern(select, engine));
      return [...parseResources(engines, names).serving];
    }),
  );
}

function refuseProblems(problems: readonly DesiredStateProblem[]): void {
  const errors = problems.filter(({ violation }) => violation.severity === "error");
  const [first] = errors;
  if (first === undefined) return;
  throw new CrosstagError({
    code: "invalid-request",
    operation: "planTags",
    message: refusalMessage("The desired state", first.violation.message, errors.length),
    hint: first.violation.fix,
    violations: problems.map(({ violation }) => violation),
  });
}

type Chunk = { readonly candidates: readonly Candidate[] } | { readonly unreadable: UnreadableResource };

/** Consecutive resources of one kind that fit in one read call; a resource that already failed is a chunk of its own. */
async function* chunksOf(
  engine: DriverEngine,
  candidates: ReturnType<typeof selectResources>,
): AsyncGenerator<Chunk, void, undefined> {
  const { driver } = engine;
  let chunk: Candidate[] = [];
  for await (const candidate of candidates) {
    if ("failed" in candidate) {
      const { target, error } = candidate.failed;
      yield { unreadable: unreadableResource(plannedResource(engine, target), error) };
      continue;
    }
    const [first] = chunk;
    const size = driver.limits.readTags[candidate.target.kind]?.resources ?? 1;
    if (first !== undefined && (first.target.kind !== candidate.target.kind || chunk.length >= size)) {
      yield { candidates: chunk };
      chunk = [];
    }
    chunk.push(candidate);
  }
  if (chunk.length > 0) yield { candidates: chunk };
}

async function* flatten(
  lists: AsyncIterable<readonly DraftedResource[]>,
  engine: DriverEngine,
): AsyncGenerator<Drafted | ScopeEnd, void, undefined> {
  const profile = pacedProfile(engine);
  for await (const list of lists) for (const resource of list) yield { resource, profile };
  yield { scopeEnd: engineScopeName(engine) };
}

/** Describing is cheap if it takes no longer than writing as many resources. */
function shouldDescribe({ driver, quotas }: DriverEngine, asked: PlanTagsRequest["describeStates"]): boolean {
  if (asked === "always" || asked === "never") return asked === "always";
  const kind = firstKind(driver);
  const rate = (operation: "describeResource" | "writeTags") =>
    quotaOf(quotas.current, operation, kind)?.requestsPerSecond ?? Number.POSITIVE_INFINITY;
  return rate("describeResource") >= rate("writeTags") * (driver.limits.writeTags[kind]?.resources ?? 1);
}

/** The kinds of a cloud that a statement can change: of the resources that it names or lists. */
function kindsConcerned(
  driver: KmsDriver,
  { select }: DesiredStatement,
  named: readonly ParsedResource[] | undefined,
): readonly ResourceKind[] {
  const concerned =
    named === undefined ? (select.kinds ?? coveredKinds(driver)) : named.map(({ reference }) => reference.kind);
  return kindsOf(driver).filter(
    (kind) => driver.capabilities.writeTags[kind] !== undefined && concerned.includes(kind),
  );
}
