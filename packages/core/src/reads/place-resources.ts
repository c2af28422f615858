import type { DriverEngine } from "../calls/driver-engine.ts";
import { learnAccounts } from "../calls/learn-accounts.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import { factsOfReference } from "../model/facts-of-reference.ts";
import { completeReference, resourceIdentity } from "../model/reference.ts";
import type { CrosstagError } from "../model/crosstag-error.ts";
import type { Reference, ResourceKind } from "../model/reference.ts";
import type { Violation } from "../model/violation.ts";
import type { ResourceInput } from "./read-requests.ts";
import { emptyList, referenceViolation } from "./reference-problems.ts";
import { chooseDriver, servingDrivers } from "./serving-drivers.ts";

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

/**
 * Finds the driver for every reference, and says what is wrong with each that has none, or no single one. Asks no cloud:
 * `placeResources` does.
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
    const found = servingDrivers(engines, given);
    for (const { engine, reference } of found.serving) {
      serving.add(engine);
      const isChecked = found.serving.length === 1 && reference.account !== undefined && engine.driver.sendsFullNames;
      if (!isChecked) unchecked.add(engine);
    }
    const parsed = chooseDriver(found);
    if ("problem" in parsed) {
      violations.push(referenceViolation(found.text, inputs.length > 1 ? position : undefined, parsed));
      unplaced.push(unplacedName(found.possible, found.text));
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
