import type { DriverEngine } from "../calls/driver-engine.ts";
import type { Reference, ReferenceGrammar, ReferenceProblem } from "../model/reference.ts";
import type { Violation } from "../model/violation.ts";
import { nameFirst } from "../text/name-first.ts";
import type { NamedResource } from "./named-resource.ts";

/** The list `resources` is empty, or is not a list. */
export function emptyList(inputs: unknown): Violation {
  return {
    severity: "error",
    rule: "crosstag.empty-list",
    message: Array.isArray(inputs) ? "The list `resources` is empty." : "`resources` is not a list.",
    fix: "Specify at least one resource.",
  };
}

/** What is wrong with one entry of `resources`; `position`: from 0, undefined if it is the only one. */
export function referenceViolation(
  resource: unknown,
  position: number | undefined,
  { problem, fix }: ReferenceProblem,
): Violation {
  const number = position === undefined ? "" : ` ${position + 1},`;
  return {
    severity: "error",
    rule: "crosstag.reference",
    position: position ?? 0,
    ...(typeof resource === "string" && { resource }),
    message: `Reference${number} ${JSON.stringify(resource)}: ${problem}`,
    fix,
  };
}

/** A name that is empty, or is not text. */
export const EMPTY_NAME: ReferenceProblem = {
  problem: "The name is empty.",
  fix: "Use the resource's full name as shown in the cloud's console.",
};

/** A name that could be one of any configured cloud. */
export function unclearCloud(engines: readonly DriverEngine[]): ReferenceProblem {
  return {
    problem: "The name does not identify its cloud, and several clouds are configured.",
    fix: `Give the full name (${beginningsOf(engines)}), or select one cloud.`,
  };
}

/** A name that several of the configured clouds have a resource for. */
export function severalClouds(engines: readonly DriverEngine[]): ReferenceProblem {
  return {
    problem: "The name matches several configured clouds.",
    fix: `Give the full name (${beginningsOf(engines)}), or select one cloud.`,
  };
}

/** More accounts and regions do not help a reader. */
const MOST_SHOWN = 10;

/** A problem with the accounts and regions that are configured for a cloud. */
export function namingConfigured(problem: ReferenceProblem, engines: readonly DriverEngine[]): ReferenceProblem {
  const scopes = engines.map(({ account: { scope } }) =>
    [scope.account, scope.region].filter((part) => part !== undefined).join("/"),
  );
  const shown = nameFirst([...new Set(scopes)], MOST_SHOWN);
  return { ...problem, problem: `${problem.problem} Configured for this cloud: ${shown}.` };
}

/** Why a driver does not serve a reference that it understands; undefined if it does. `parsed`: what the name itself says. */
export function strayProblem(
  engine: DriverEngine,
  input: string | NamedResource | null | undefined,
  parsed: Reference,
  reference: Reference,
): ReferenceProblem | undefined {
  return contradiction(input, parsed) ?? strayRegion(engine, reference) ?? strayAccount(engine, reference);
}

/** No configured cloud has the provider of a resource. */
export function unknownProvider(
  engines: readonly DriverEngine[],
  input: string | NamedResource | null | undefined,
): ReferenceProblem {
  const provider = typeof input === "object" ? input?.provider : undefined;
  const known = [...new Set(engines.map(({ driver }) => driver.provider))].join(", ");
  return {
    problem: `it belongs to ${JSON.stringify(provider)}, and no such cloud is configured.`,
    fix: `Configure it, or name a resource of ${known}.`,
  };
}

/** What is said beside the name of a resource has to be what the name says. */
function contradiction(
  input: string | NamedResource | null | undefined,
  parsed: Reference,
): ReferenceProblem | undefined {
  if (typeof input !== "object" || input === null) return undefined;
  for (const field of ["region", "account", "kind", "id"] as const) {
    const [beside, named] = [input[field], parsed[field]];
    if (beside !== undefined && named !== undefined && beside !== named)
      return {
        problem: `the name says ${field} ${JSON.stringify(named)}, and beside it ${JSON.stringify(beside)} is given.`,
        fix: "Give the full name alone, or a reference as an operation returned it.",
      };
  }
  return undefined;
}

/** What is said beside a short name. */
function strayRegion({ driver: { scope } }: DriverEngine, { region }: Reference): ReferenceProblem | undefined {
  if (region === undefined || region === scope.region) return undefined;
  return {
    problem: `it is in region ${region}, but region ${scope.region} is served here.`,
    fix: `Configure a cloud for region ${region}, or name a resource of region ${scope.region}.`,
  };
}

/** A driver that does not understand a name, and why. */
export interface RefusedName {
  readonly engine: DriverEngine;
  readonly problem: ReferenceProblem;
}

/**
 * Of the problems that drivers have with a name, the one that helps most: of the service that the name is most like, else the
 * forms of all services; that of a cloud whose names match except for the account more than that of one of another region.
 */
export function nameProblem(refused: readonly RefusedName[], text: string): ReferenceProblem | undefined {
  const alike = refused.map(({ engine }) => likeness(engine.driver.references, text));
  const most = Math.max(0, ...alike);
  const alikeMost = refused.filter((_, index) => alike[index] === most);
  // A service that alone claims a name knows why it is not served. The KMS claims all names that no service claims.
  const claiming = alikeMost.filter(({ engine: { driver } }) => driver.references.claims(text));
  const services = new Set(claiming.map(({ engine: { driver } }) => driver.service));
  const nearest = services.size === 1 && !services.has(undefined) ? claiming : alikeMost;
  if (new Set(nearest.map(({ engine }) => engine.driver.service)).size > 1) return unknownForm(nearest);
  const strays = nearest.flatMap(({ engine }) => otherAccount(engine, text) ?? []);
  const [stray] = strays;
  if (stray === undefined) return nearest[0]?.problem;
  return new Set(strays.map(({ own }) => own)).size > 1
    ? unservedAccount(stray.named)
    : accountProblem(stray.told, stray.own, stray.named);
}

/** How much of a text is like the names of a service: the length of the fixed beginning of a form that it has. */
function likeness(grammar: ReferenceGrammar, text: string): number {
  if (grammar.factsOf(text) !== undefined) return Number.POSITIVE_INFINITY;
  const beginnings = grammar.forms.map((form) => form.split("<", 1).join(""));
  return Math.max(0, ...beginnings.filter((beginning) => text.startsWith(beginning)).map(({ length }) => length));
}

function unknownForm(refused: readonly RefusedName[]): ReferenceProblem {
  const titles = [...new Set(refused.map(({ engine }) => engine.driver.title))];
  return {
    problem: `It is not a name of ${titles.join(", or of ")}.`,
    fix: `Give the full name: ${formsOf(refused.map(({ engine }) => engine))}.`,
  };
}

/** The accounts of a driver and of a name that is right except for its account; undefined if that is not what is wrong. */
function otherAccount({ driver, account }: DriverEngine, text: string) {
  const { account: own, ...scope } = account.scope;
  if (own === undefined) return undefined;
  const parsed = driver.references.parse(text, scope);
  return "reference" in parsed ? { told: account.told, own, named: parsed.reference.account } : undefined;
}

/** Of several accounts that are configured, to name one would mislead. */
function unservedAccount(named: string | undefined): ReferenceProblem {
  return {
    problem: `The name is of account ${named}, which no configured cloud serves.`,
    fix: `Configure a cloud for account ${named}, with its credentials, or name a resource of an account that is configured.`,
  };
}

function strayAccount({ account }: DriverEngine, reference: Reference): ReferenceProblem | undefined {
  const own = account.scope.account;
  if (own === undefined || reference.account === undefined || reference.account === own) return undefined;
  return accountProblem(account.told, own, reference.account);
}

function accountProblem(told: boolean, own: string, named: string | undefined): ReferenceProblem {
  return {
    problem: told
      ? `The name is of account ${named}, but these credentials belong to account ${own}.`
      : `The name is of account ${named}, but the configuration names account ${own} for this cloud.`,
    fix: `Configure a cloud for account ${named}, with its credentials, or name a resource of account ${own}.`,
  };
}

/** How the full names of all services begin: `arn:aws:kms:…, acs:kms:…`. The whole forms are too much to read. */
function beginningsOf(engines: readonly DriverEngine[]): string {
  const beginnings = engines.map(({ driver }) => driver.references.forms[0]?.split("<", 1).join(""));
  return [...new Set(beginnings)].map((beginning) => `${beginning}…`).join(", ");
}

function formsOf(engines: readonly DriverEngine[]): string {
  return [...new Set(engines.map(({ driver }) => driver.references.forms[0]))].join(" or ");
}
