import { known } from "../batching/batches.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import { isElsewhere } from "../model/reference.ts";
import type { DriverScope, Reference, ReferenceProblem } from "../model/reference.ts";
import { enginesByPlace, FEW_ENGINES } from "./engine-directory.ts";
import type { NamedResource } from "./named-resource.ts";
import type { ResourceInput } from "./read-requests.ts";
import {
  EMPTY_NAME,
  nameProblem,
  namingConfigured,
  severalClouds,
  strayProblem,
  unclearCloud,
  unknownProvider,
  type RefusedName,
} from "./reference-problems.ts";
import { mayStandFor } from "./unreadable-clouds.ts";

/** A driver that understands the name of a resource, and does not refuse its place. */
export interface ServingDriver {
  readonly engine: DriverEngine;
  /** As the driver understands the name. Region and account are absent if neither the name nor the caller says them. */
  readonly reference: Reference;
}

/** Every driver that could serve the name of one resource, as far as is known; or what is wrong with the name. */
export interface ServingDrivers {
  /** The name as the caller gave it. A caller without types can give something that is not text. */
  readonly text: unknown;
  readonly serving: readonly ServingDriver[];
  /** The drivers that the name may be meant for, whether they serve it or not. */
  readonly possible: readonly DriverEngine[];
  /** Present if no driver serves the name. */
  readonly problem?: ReferenceProblem;
}

/**
 * The drivers for the name of a resource: by its form, or, for a bare id, the only cloud there is; of a `Reference`, among
 * those of its provider, region and account. Asks no cloud.
 */
export function servingDrivers(engines: readonly DriverEngine[], given: ResourceInput): ServingDrivers {
  const input = namedResource(given);
  const text = textOf(input);
  if (typeof text !== "string" || text.trim() === "")
    return { text, serving: [], possible: engines, problem: EMPTY_NAME };
  const provider = typeof input === "object" ? input?.provider : undefined;
  const placed = engines.length > FEW_ENGINES ? enginesByPlace(engines, text, provider) : undefined;
  const own = placed ?? enginesFor(engines, input);
  if (own.length === 0) return { text, serving: [], possible: [], problem: unknownProvider(engines, input) };
  // With one cloud there is no choice.
  const claiming = isOneCloud(own) ? own : own.filter(({ driver }) => driver.references.claims(text));
  if (claiming.length === 0 && typeof input !== "object")
    return { text, serving: [], possible: own, problem: unclearCloud(engines) };
  const possible = claiming.length > 0 ? claiming : own;
  const { serving, problem } = servingAmong(possible, text, input);
  if (problem === undefined) return { text, serving: withoutServicesBeside(serving), possible };
  return { text, serving, possible, problem: isOneCloud(claiming) ? problem : namingConfigured(problem, claiming) };
}

/**
 * The driver that a name is for, of all that could serve it; or why it is for none, or not for one alone.
 * @throws TypeError if no driver serves the name and there is no problem with it
 */
export function chooseDriver({ serving, problem }: ServingDrivers): ServingDriver | ReferenceProblem {
  const [first, second] = serving;
  if (first === undefined) return known(problem);
  if (second === undefined) return first;
  // The driver that is known to serve the account, never the first that does not object.
  const exact = serving.find(
    ({ engine, reference }) => reference.account !== undefined && engine.account.scope.account === reference.account,
  );
  if (exact !== undefined) return exact;
  const open = serving.find(({ engine }) => !engine.account.known);
  if (open !== undefined) return open;
  return severalClouds(serving.map(({ engine }) => engine));
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
function withoutServicesBeside(serving: readonly ServingDriver[]): readonly ServingDriver[] {
  if (serving.length < 2) return serving;
  const ofKms = serving.filter(({ engine }) => engine.driver.service === undefined);
  return serving.filter(
    ({ engine }) => engine.driver.service === undefined || !ofKms.some((one) => isBeside(one.engine, engine)),
  );
}

function servingAmong(
  engines: readonly DriverEngine[],
  text: string,
  input: string | NamedResource | null | undefined,
): Pick<ServingDrivers, "serving" | "problem"> {
  const serving: ServingDriver[] = [];
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
    if (stray === undefined) serving.push({ engine, reference });
    else account ??= stray;
  }
  if (serving.length > 0) return { serving };
  const problem = account ?? nameProblem(refused, text);
  return problem === undefined ? { serving } : { serving, problem };
}

/** The account and region of a full name that is one of clouds that cannot be asked. Undefined: it is not. */
function standInScope({ driver }: DriverEngine, text: string): DriverScope | undefined {
  if (driver.unreadable === undefined) return undefined;
  const facts = driver.references.factsOf(text);
  if (facts === undefined || !mayStandFor(driver, facts)) return undefined;
  return { account: facts.account, region: facts.region };
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

/** What was found, or whose tags were read, as a reference: its name, and the cloud that answered. */
function namedResource(input: ResourceInput): string | NamedResource {
  if (typeof input !== "object" || input === null || "text" in input) return input;
  const { reference: text, provider } = input;
  return "region" in input ? { provider, text, region: input.region } : { provider, text };
}
