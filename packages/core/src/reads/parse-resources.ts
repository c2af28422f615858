import type { CrosstagError } from "../model/crosstag-error.ts";
import { completeReference } from "../model/complete-reference.ts";
import { resourceIdentity } from "../model/reference.ts";
import type { Reference } from "../model/reference.ts";
import type { ReferenceProblem } from "../model/reference-grammar.ts";
import type { ResourceInput } from "./read-requests.ts";
import type { Violation } from "../model/violation.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import { inputReference } from "./input-reference.ts";
import type { NamedResource } from "./input-reference.ts";

/** A reference that was understood, with the driver that serves it. */
export interface ParsedResource {
  readonly engine: DriverEngine;
  /** With region and account, as far as they are known. */
  readonly reference: Reference;
  /** As the caller named it. */
  readonly resource: string;
  /** Why nothing can be done with it: the account of the credentials could not be learned. */
  readonly error?: CrosstagError;
}

export interface ParsedResources {
  /** In the order given; a resource that is named twice is here once. */
  readonly resources: readonly ParsedResource[];
  readonly violations: readonly Violation[];
  /** Every driver that could serve one of them. */
  readonly serving: ReadonlySet<DriverEngine>;
  /** Those among them whose account decides which resource is meant, since the cloud does not check the name. */
  readonly unchecked: ReadonlySet<DriverEngine>;
}

interface Served {
  readonly engine: DriverEngine;
  readonly reference: Reference;
}

/**
 * Finds the driver for every reference: by its scheme, or, for a bare id, the only one there is; of a `Reference`, among
 * those of its provider, region and account. Asks no cloud: `placeResources` does.
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
          fix: "Specify at least one resource.",
        },
      ],
      serving: new Set(),
      unchecked: new Set(),
    };
  }
  const seen = new Set<string>();
  const resources: ParsedResource[] = [];
  const violations: Violation[] = [];
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
    const reference = completeReference(parsed.reference, parsed.engine.account.scope);
    resources.push({ engine: parsed.engine, reference, resource: reference.text });
  });
  return { resources, violations, serving, unchecked };
}

/** Every driver that could serve a reference, as far as is known; or what is wrong with it. */
interface Servers {
  readonly served: readonly Served[];
  readonly problem?: ReferenceProblem;
}

function serversOf(engines: readonly DriverEngine[], input: string | NamedResource | null | undefined): Servers {
  const text: unknown = textOf(input);
  if (typeof text !== "string" || text.trim() === "")
    return {
      served: [],
      problem: { problem: "The name is empty.", fix: "Use the resource's full name as shown in the cloud's console." },
    };
  const own = enginesFor(engines, input);
  if (own.length === 0) return { served: [], problem: unknownProvider(engines, input) };
  // With one driver there is no choice.
  const claiming = own.length === 1 ? own : own.filter(({ driver }) => driver.references.claims(text));
  if (claiming.length === 0 && own.length > 1 && typeof input !== "object") {
    return {
      served: [],
      problem: {
        problem: "The name does not identify its cloud, and several clouds are configured.",
        fix: `Give the full name (${forms(engines)}), or select one cloud.`,
      },
    };
  }
  const served: Served[] = [];
  let problem: ReferenceProblem | undefined;
  let account: ReferenceProblem | undefined;
  for (const engine of claiming.length > 0 ? claiming : own) {
    const parsed = engine.driver.references.parse(text, engine.account.scope);
    if ("reference" in parsed) {
      const reference = typeof input === "string" ? parsed.reference : { ...placeOf(input), ...parsed.reference };
      const stray =
        contradiction(input, parsed.reference) ?? strayRegion(engine, reference) ?? strayAccount(engine, reference);
      if (stray === undefined) served.push({ engine, reference });
      else account ??= stray;
    } else {
      account ??= otherAccount(engine, text);
      problem ??= parsed;
    }
  }
  // Of several clouds, the message of one that matches except for the account helps more than one of another region.
  problem = account ?? problem;
  if (problem !== undefined && claiming.length > 1) {
    const known = claiming.map(({ account: { scope } }) =>
      [scope.account, scope.region].filter((part) => part !== undefined).join("/"),
    );
    problem = { ...problem, problem: `${problem.problem} Configured for this cloud: ${known.join(", ")}.` };
  }
  return problem === undefined ? { served } : { served, problem };
}

function chooseServer({ served, problem }: Servers): Served | ReferenceProblem {
  const [first, second] = served;
  if (first === undefined) return problem as ReferenceProblem;
  if (second === undefined) return first;
  // The driver that is known to serve the account, never the first that does not object.
  const exact = served.find(
    ({ engine, reference }) => reference.account !== undefined && engine.account.scope.account === reference.account,
  );
  if (exact !== undefined) return exact;
  const open = served.find(({ engine }) => !engine.account.known);
  if (open !== undefined) return open;
  return {
    problem: "The name matches several configured clouds.",
    fix: `Give the full name (${forms(served.map(({ engine }) => engine))}), or select one cloud.`,
  };
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

function unknownProvider(
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

/** The name is right except for its account. */
function otherAccount({ driver, account }: DriverEngine, text: string): ReferenceProblem | undefined {
  const { account: own, ...scope } = account.scope;
  if (own === undefined) return undefined;
  const parsed = driver.references.parse(text, scope);
  return "reference" in parsed ? accountProblem(account.told, own, parsed.reference.account) : undefined;
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

function forms(engines: readonly DriverEngine[]): string {
  return [...new Set(engines.map(({ driver }) => driver.references.forms[0]))].join(" or ");
}
