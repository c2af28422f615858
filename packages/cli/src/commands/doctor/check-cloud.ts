import {
  openClouds,
  type AdapterRegistry,
  type CloudConfiguration,
  type ExpandedFleet,
  type OpenedClouds,
  type ScopeSelection,
} from "@crosstag/clouds";
import { CrosstagError } from "@crosstag/core";
import type { KmsDriver } from "@crosstag/core/driver";
import type { CommandContext } from "../../command-context.ts";
import { describeCount } from "../../output/describe-count.ts";
import { inCommandWords } from "../../output/command-words.ts";
import { checkCalls, listedKinds } from "./check-calls.ts";
import { checkQuotas, type QuotaClaims } from "./check-quotas.ts";
import type { Check } from "./check.ts";
import { checkSurroundings } from "./check-surroundings.ts";

/** What the checks of a cloud need. */
export interface CheckParts {
  readonly registry: AdapterRegistry;
  /** Which accounts and regions of an entry for many clouds are wanted. */
  readonly selection: ScopeSelection;
  readonly environment: CommandContext["environment"];
  readonly signal: AbortSignal;
}

/** What was found of one entry of the configuration. */
export interface CheckedCloud {
  /** Empty if the selection leaves nothing of the entry. */
  readonly checks: readonly Check[];
  /** What the entry stands for, if it stands for many clouds. */
  readonly fleets: readonly ExpandedFleet[];
}

/**
 * Checks one entry of the configuration. Of an entry for many clouds, the first selected one is called:
 * `crosstag clouds --check` tries every account.
 */
export async function checkCloud(name: string, cloud: CloudConfiguration, parts: CheckParts): Promise<CheckedCloud> {
  const { registry, selection, environment, signal } = parts;
  let opened: OpenedClouds;
  try {
    opened = await openClouds({ clouds: { [name]: cloud } }, { registry, selection });
  } catch (error) {
    if (!CrosstagError.is(error)) throw error;
    return { checks: [settingsProblem(name, error)], fleets: [] };
  }
  const { drivers, fleets } = opened;
  if (drivers.size === 0 && fleets.every(({ selectable }) => selectable !== undefined)) return { checks: [], fleets };
  try {
    const checks: Check[] = [
      { cloud: name, check: "settings", result: "ok", detail: cloud.provider },
      ...fleets.map((fleet) => checkAccounts(name, fleet)),
    ];
    // Accounts that cannot be read have drivers, too.
    const [fleet] = fleets;
    const scope = fleet === undefined ? name : fleet.scopes[0]?.name;
    const driver = scope === undefined ? undefined : drivers.get(scope);
    if (scope !== undefined && driver !== undefined) {
      checks.push(
        ...checkSurroundings(scope, driver, cloud, environment),
        ...(await checkCalls(scope, { driver, services: servicesBeside(scope, drivers) }, signal)),
      );
      const isKnown = checks.every(({ check, result }) => check !== "credentials" || result === "ok");
      if (isKnown) {
        const asked = [driver, ...servicesBeside(scope, drivers).filter((service) => listedKinds(service).length > 0)];
        for (const one of asked) {
          const named = one.service === undefined ? scope : `${scope}/${one.service}`;
          checks.push(await checkQuotas(named, one, await claimsOf(cloud, registry, one.service), signal));
        }
      }
    }
    return { checks, fleets };
  } finally {
    await Promise.allSettled([...drivers.values()].map(async (driver) => driver.close()));
  }
}

function servicesBeside(scope: string, drivers: OpenedClouds["drivers"]): readonly KmsDriver[] {
  return [...drivers].flatMap(([name, driver]) =>
    driver.service !== undefined && name === `${scope}/${driver.service}` ? driver : [],
  );
}

/** @param service undefined: the KMS */
async function claimsOf(
  { provider, dialect, quotas: configured }: CloudConfiguration,
  registry: AdapterRegistry,
  service: string | undefined,
): Promise<QuotaClaims> {
  const adapter = await registry.load(provider);
  const named = service === undefined ? adapter : adapter.services?.find(({ name }) => name === service);
  return { documented: named?.profile(dialect)?.quotas ?? [], configured };
}

function settingsProblem(cloud: string, { message, hint, providerCode, requestId }: CrosstagError): Check {
  return {
    cloud,
    check: "settings",
    result: "problem",
    detail: inCommandWords(message),
    ...(hint !== undefined && { fix: inCommandWords(hint) }),
    ...(providerCode !== undefined && { providerCode }),
    ...(requestId !== undefined && { requestId }),
  };
}

/** What an entry for many clouds stands for. */
function checkAccounts(cloud: string, { scopes, unreadable }: OpenedClouds["fleets"][number]): Check {
  const [first] = unreadable;
  const detail = describeCount(scopes.length, "cloud");
  if (first === undefined) return { cloud, check: "accounts", result: "ok", detail };
  return {
    cloud,
    check: "accounts",
    result: "problem",
    detail: `${detail}; ${describeCount(unreadable.length, "account")} cannot be read: ${inCommandWords(first.error.message)}`,
    fix:
      first.error.hint === undefined ? "Try every account: crosstag clouds --check" : inCommandWords(first.error.hint),
  };
}
