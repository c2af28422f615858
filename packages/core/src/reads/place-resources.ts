import type { DriverEngine } from "../calls/driver-engine.ts";
import { learnAccounts } from "../calls/learn-accounts.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import { factsOfReference } from "../model/facts-of-reference.ts";
import { completeReference, isElsewhere, resourceIdentity } from "../model/reference.ts";
import type { CrosstagError } from "../model/crosstag-error.ts";
import type { DriverScope, ReferenceProblem, Reference, ResourceKind } from "../model/reference.ts";
import type { Violation } from "../model/violation.ts";
import { enginesByPlace, FEW_ENGINES } from "./engine-directory.ts";
import type { ResourceInput } from "./read-requests.ts";
import {
  EMPTY_NAME,
  emptyList,
  nameProblem,
  namingConfigured,
  referenceViolation,
  severalClouds,
  strayProblem,
  unclearCloud,
  unknownProvider,
  type RefusedName,
} from "./reference-problems.ts";
import { mayStandFor } from "./unreadable-clouds.ts";
import { known } from "../batching/batches.ts";

export interface PlaceOptions {
  /**
   * Ask for the account even when the name has one and the cloud itself refuses a name of another account: for what is
   * written down, and for what cannot be undone. Default false.
   */
  readonly always?: boolean;
}

/** What a request was found to be about. */
export interface PlacedResources {
  readonly resources: readonly ParsedResource[];
  /** What `check` gave. */
  readonly warnings: readonly Violation[];
}

/**
 * Finds the driver for every reference, and gives every reference its full name. It asks for accounts that no name
 * contains, or that the cloud does not check itself.
 * @param check refuses what is wrong with the request by throwing; called before anything is asked, and again with what
 *   was learned
 * @throws CrosstagError `configuration` when credentials belong to another account than the configured one; what `check`
 *   throws
 */
export async function placeResources(
  engines: readonly DriverEngine[],
  inputs: readonly ResourceInput[],
  request: RequestScope,
  check: (parsed: ParsedResources) => readonly Violation[],
  { always = false }: PlaceOptions = {},
): Promise<PlacedResources> {
  const parsed = parseResources(engines, inputs);
  const warnings = check(parsed);
  const concerned = [...(always ? parsed.serving : parsed.unchecked)];
  if (concerned.every(({ account }) => account.known)) return { resources: parsed.resources, warnings };
  const errors = await learnAccounts(engines, concerned, request);
  const learned = parseResources(engines, inputs);
  const resources = learned.resources.map((resource) => {
    const error = errors.get(resource.engine);
    return error === undefined ? resource : { ...resource, error };
  });
  return { resources, warnings: check({ ...learned, resources }) };
}

/** A reference that was understood, with the driver that serves it. */
export interface ParsedResource {
  readonly engine: DriverEngine;
  /** With region and account, as far as they are known. */
  readonly reference: Reference;
  /** As the caller named it. */
  readonly resource: string;
  /** Why nothing can be done with it: its cloud cannot be asked, or the account of the credentials could not be learned. */
  readonly error?: CrosstagError;
}

export interface ParsedResources {
  /** In the order given; a resource that is named twice is here once. */
  readonly resources: readonly ParsedResource[];
  readonly violations: readonly Violation[];
  /** The names among them that no driver, or no single one, serves. */
  readonly unplaced: readonly UnplacedName[];
  /** Every driver that could serve one of them. */
  readonly serving: ReadonlySet<DriverEngine>;
  /** Those among them whose account decides which resource is meant, since the cloud does not check the name. */
  readonly unchecked: ReadonlySet<DriverEngine>;
}

/** A name that no driver, or no single one, serves. */
export interface UnplacedName {
  /** One driver for each set of rules that the name may be meant for. */
  readonly drivers: readonly KmsDriver[];
  /** Undefined: the name does not say it. */
  readonly kind: ResourceKind | undefined;
}

interface Served {
  readonly engine: DriverEngine;
  readonly reference: Reference;
}

/**
 * Finds the driver for every reference: by its form, or, for a bare id, the only cloud there is; of a `Reference`, among
 * those of its provider, region and account. Asks no cloud: `placeResources` does.
 */
export function parseResources(engines: readonly DriverEngine[], inputs: readonly ResourceInput[]): ParsedResources {
  if (!Array.isArray(inputs) || inputs.length === 0)
    return {
      resources: [],
      violations: [emptyList(inputs)],
      unplaced: [unplacedName(engines, undefined)],
      serving: new Set(),
      unchecked: new Set(),
    };
  const seen = new Map<DriverEngine, Set<string>>();
  const resources: ParsedResource[] = [];
  const violations: Violation[] = [];
  const unplaced: UnplacedName[] = [];
  const serving = new Set<DriverEngine>();
  const unchecked = new Set<DriverEngine>();
  inputs.forEach((given: ResourceInput, position) => {
    const input = inputReference(given);
    const resource = textOf(input);
    const servers = serversOf(engines, input);
    for (const { engine, reference } of servers.served) {
      serving.add(engine);
      const isChecked = servers.served.length === 1 && reference.account !== undefined && engine.driver.sendsFullNames;
      if (!isChecked) unchecked.add(engine);
    }
    const parsed = chooseServer(servers);
    if ("problem" in parsed) {
      violations.push(referenceViolation(resource, inputs.length > 1 ? position : undefined, parsed));
      unplaced.push(unplacedName(servers.possible, resource));
      return;
    }
    const identity = identityIn(parsed.engine.driver, parsed.reference);
    const ofEngine = seen.get(parsed.engine) ?? new Set<string>();
    if (ofEngine.has(identity)) return;
    seen.set(parsed.engine, ofEngine.add(identity));
    const reference = completeReference(parsed.reference, parsed.engine.account.scope);
    const error = parsed.engine.driver.unreadable?.error;
    resources.push({
      engine: parsed.engine,
      reference,
      resource: reference.text,
      ...(error !== undefined && { error }),
    });
  });
  return { resources, violations, unplaced, serving, unchecked };
}

function unplacedName(engines: readonly DriverEngine[], text: unknown): UnplacedName {
  const drivers = [...new Map(engines.map(({ driver }) => [driver.rules, driver])).values()];
  return { drivers, kind: typeof text === "string" ? factsOfReference(drivers, text)?.kind : undefined };
}

/** Every driver that could serve a reference, as far as is known; or what is wrong with it. */
interface Servers {
  readonly served: readonly Served[];
  /** The drivers that the name may be meant for, whether they serve it or not. */
  readonly possible: readonly DriverEngine[];
  readonly problem?: ReferenceProblem;
}

function serversOf(engines: readonly DriverEngine[], input: string | NamedResource | null | undefined): Servers {
  const text: unknown = textOf(input);
  if (typeof text !== "string" || text.trim() === "") return { served: [], possible: engines, problem: EMPTY_NAME };
  const provider = typeof input === "object" ? input?.provider : undefined;
  const placed = engines.length > FEW_ENGINES ? enginesByPlace(engines, text, provider) : undefined;
  const own = placed ?? enginesFor(engines, input);
  if (own.length === 0) return { served: [], possible: [], problem: unknownProvider(engines, input) };
  // With one cloud there is no choice.
  const claiming = isOneCloud(own) ? own : own.filter(({ driver }) => driver.references.claims(text));
  if (claiming.length === 0 && typeof input !== "object")
    return { served: [], possible: own, problem: unclearCloud(engines) };
  const possible = claiming.length > 0 ? claiming : own;
  const { served, problem } = serversAmong(possible, text, input);
  if (problem === undefined) return { served: withoutServicesBeside(served), possible };
  return { served, possible, problem: isOneCloud(claiming) ? problem : namingConfigured(problem, claiming) };
}

/** Whether drivers are the services of one configured cloud. */
function isOneCloud([first, ...others]: readonly DriverEngine[]): boolean {
  return first !== undefined && others.every((engine) => isBeside(engine, first));
}

function isBeside(one: DriverEngine, other: DriverEngine): boolean {
  const { provider, scope } = one.driver;
  const beside = other.driver;
  return (
    provider === beside.provider &&
    scope.region === beside.scope.region &&
    scope.account === beside.scope.account &&
    one.cloud?.entry === other.cloud?.entry
  );
}

/** A short name that several services of one cloud understand, such as a bare id, is one of its KMS. */
function withoutServicesBeside(served: readonly Served[]): readonly Served[] {
  if (served.length < 2) return served;
  const ofKms = served.filter(({ engine }) => engine.driver.service === undefined);
  return served.filter(
    ({ engine }) => engine.driver.service === undefined || !ofKms.some((one) => isBeside(one.engine, engine)),
  );
}

function serversAmong(
  engines: readonly DriverEngine[],
  text: string,
  input: string | NamedResource | null | undefined,
): Omit<Servers, "possible"> {
  const served: Served[] = [];
  const refused: RefusedName[] = [];
  let account: ReferenceProblem | undefined;
  for (const engine of engines) {
    const standIn = standInScope(engine, text);
    const scope = standIn ?? engine.account.scope;
    const parsed = engine.driver.references.parse(text, scope);
    if (!("reference" in parsed)) {
      refused.push({ engine, problem: parsed });
      continue;
    }
    const reference = typeof input === "string" ? parsed.reference : { ...placeOf(input), ...parsed.reference };
    const stray =
      standIn === undefined && (typeof input === "object" || isElsewhere(reference, scope))
        ? strayProblem(engine, input, parsed.reference, reference)
        : undefined;
    if (stray === undefined) served.push({ engine, reference });
    else account ??= stray;
  }
  if (served.length > 0) return { served };
  const problem = account ?? nameProblem(refused, text);
  return problem === undefined ? { served } : { served, problem };
}

/** The account and region of a full name that is one of clouds that cannot be asked. Undefined: it is not. */
function standInScope({ driver }: DriverEngine, text: string): DriverScope | undefined {
  if (driver.unreadable === undefined) return undefined;
  const facts = driver.references.factsOf(text);
  if (facts === undefined || !mayStandFor(driver, facts)) return undefined;
  return { account: facts.account, region: facts.region };
}

function chooseServer({ served, problem }: Servers): Served | ReferenceProblem {
  const [first, second] = served;
  if (first === undefined) return known(problem);
  if (second === undefined) return first;
  // The driver that is known to serve the account, never the first that does not object.
  const exact = served.find(
    ({ engine, reference }) => reference.account !== undefined && engine.account.scope.account === reference.account,
  );
  if (exact !== undefined) return exact;
  const open = served.find(({ engine }) => !engine.account.known);
  if (open !== undefined) return open;
  return severalClouds(served.map(({ engine }) => engine));
}

function textOf(input: string | NamedResource | null | undefined): unknown {
  return typeof input === "object" && input !== null ? input.text : input;
}

/** What a reference that was read elsewhere adds to its text. */
function placeOf(input: string | NamedResource | null | undefined): Partial<Pick<Reference, "region" | "account">> {
  if (typeof input !== "object" || input === null) return {};
  const { region, account } = input;
  return { ...(region !== undefined && { region }), ...(account !== undefined && { account }) };
}

function enginesFor(
  engines: readonly DriverEngine[],
  input: string | NamedResource | null | undefined,
): readonly DriverEngine[] {
  if (typeof input !== "object" || input === null) return engines;
  const { provider, region } = input;
  const ofProvider = engines.filter(({ driver }) => driver.provider === provider);
  const own = ofProvider.filter(({ driver }) => region === undefined || driver.scope.region === region);
  // When none fits, the drivers themselves say why not.
  return own.length > 0 ? own : ofProvider;
}

/** A resource that a request is about, ready for the wire. */
export interface Target {
  readonly reference: Reference;
  readonly kind: ResourceKind;
  /** Unique within the driver. */
  readonly identity: string;
  /** What every outcome says of it. */
  readonly naming: { readonly resource: string; readonly reference: string; readonly provider: string };
}

/** What stands for clouds that cannot be asked has several accounts and regions. */
function identityIn({ unreadable }: Pick<KmsDriver, "unreadable">, reference: Reference): string {
  const identity = resourceIdentity(reference);
  return unreadable === undefined ? identity : [reference.account, reference.region, identity].join("/");
}

/** A target with its place in the list of outcomes. */
export interface PlacedTarget {
  readonly parsed: ParsedResource;
  readonly target: Target;
  /** Why nothing can be done with it: its account could not be learned, or its alias could not be resolved. */
  readonly error?: CrosstagError;
}

/** The targets of resources, aliases as they are. */
export function placeTargets(resources: readonly ParsedResource[]): readonly PlacedTarget[] {
  return resources.map((parsed) => {
    const target = toTarget(parsed.engine.driver, parsed.reference, parsed.resource);
    return parsed.error === undefined ? { parsed, target } : { parsed, target, error: parsed.error };
  });
}

/** The target that a reference names; `resource`: the name that the caller gave. */
export function toTarget(driver: KmsDriver, reference: Reference, resource: string): Target {
  return {
    reference,
    kind: reference.kind,
    identity: identityIn(driver, reference),
    naming: { resource, reference: driver.references.format(reference, driver.scope), provider: driver.provider },
  };
}

/** What finding the driver for a resource takes: its name, and what and where it is, as far as the caller says so. */
export type NamedResource = Pick<Reference, "provider" | "text"> &
  Partial<Pick<Reference, "region" | "account" | "kind" | "id">>;

/** What was found, or whose tags were read, as a reference: its name, and the cloud that answered. */
function inputReference(input: ResourceInput): string | NamedResource {
  if (typeof input !== "object" || input === null || "text" in input) return input;
  const { reference: text, provider } = input;
  return "region" in input ? { provider, text, region: input.region } : { provider, text };
}
