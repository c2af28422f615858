import type { ResourceInput } from "./read-requests.ts";
import type { Violation } from "../model/violation.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import { learnAccounts } from "../calls/learn-accounts.ts";
import { parseResources } from "./parse-resources.ts";
import type { ParsedResource, ParsedResources } from "./parse-resources.ts";
import type { RequestScope } from "../calls/request-scope.ts";

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
