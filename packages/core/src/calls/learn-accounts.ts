import type { KmsDriver } from "../driver/kms-driver.ts";
import { CrosstagError } from "../model/crosstag-error.ts";
import { eachConcurrently } from "./concurrency.ts";
import type { DriverEngine } from "./driver-engine.ts";
import type { RequestScope } from "./request-scope.ts";

/** Accounts that are asked for at once; each is one call to another endpoint. */
const AT_ONCE = 64;

/**
 * Asks the clouds whose credentials these are. Gives the error of each that could not be asked.
 * @param options `namesTell`: a cloud that cannot report its account is not an error, because the names that it lists contain it;
 *   `apart`: what is wrong with one cloud is the error of that cloud, and not thrown
 * @throws CrosstagError `configuration` when credentials are not those of the configured account, when no account can be
 *   learned, or when two clouds turn out to be the same
 */
export async function learnAccounts(
  engines: readonly DriverEngine[],
  concerned: Iterable<DriverEngine>,
  request: RequestScope,
  { namesTell = false, apart = false }: { readonly namesTell?: boolean; readonly apart?: boolean } = {},
): Promise<ReadonlyMap<DriverEngine, CrosstagError>> {
  const open = [...new Set(concerned)].filter(({ account }) => !account.known);
  const errors = new Map<DriverEngine, CrosstagError>();
  if (open.length === 0) return errors;
  const refused: CrosstagError[] = [];
  await eachConcurrently(open, AT_ONCE, async (engine) => {
    const problem = await engine.account.learn(request);
    if (problem === undefined) await engine.quotas.learn(request, engine.caller);
    if (problem === undefined || (problem.kind === "untold" && namesTell)) return;
    if (problem.kind === "unasked" || apart) errors.set(engine, problem.error);
    else refused.push(problem.error);
  });
  const [first] = refused;
  if (first !== undefined) throw first;
  const known = engines.filter(({ account }) => account.known);
  refuseSameClouds(
    known.map(({ driver: { provider, service }, account: { scope } }) => ({ provider, service, scope })),
  );
  return errors;
}

/**
 * Clouds without an account are not compared.
 * @throws CrosstagError `configuration` when two have the same provider, account, region and service
 */
export function refuseSameClouds(clouds: Iterable<Pick<KmsDriver, "provider" | "scope" | "service">>): void {
  const served = new Set<string>();
  for (const { provider, scope, service } of clouds) {
    if (scope.account === undefined) continue;
    const ofService = service === undefined ? "" : `, service ${service}`;
    const name = `${provider}, account ${scope.account}, region ${scope.region}${ofService}`;
    if (served.has(name))
      throw new CrosstagError({
        code: "configuration",
        provider,
        message: `Two configured clouds have the same scope (${name}), so references are ambiguous.`,
        hint: "Remove one of them from the configuration, or select one.",
      });
    served.add(name);
  }
}
