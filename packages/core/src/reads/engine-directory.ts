import type { DriverEngine } from "../calls/driver-engine.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import type { ReferenceGrammar } from "../model/reference.ts";

/** Up to this number asking each driver takes no longer. */
export const FEW_ENGINES = 8;

/** The drivers of one service of one provider. */
interface ServiceDrivers {
  readonly provider: string;
  readonly service: string | undefined;
  /** Their grammars: mostly one. */
  readonly grammars: Set<ReferenceGrammar>;
  /** By region and account; drivers without a configured account have none. */
  readonly places: Map<string, Map<string | undefined, DriverEngine[]>>;
}

/** Drivers by the places that full names contain, so that a name is not compared with each of thousands. */
class EngineDirectory {
  readonly #services: ServiceDrivers[] = [];

  constructor(engines: readonly DriverEngine[]) {
    for (const engine of engines) {
      const { grammars, places } = this.#serviceOf(engine.driver);
      const { references, scope } = engine.driver;
      grammars.add(references);
      const accounts = places.get(scope.region) ?? new Map<string | undefined, DriverEngine[]>();
      places.set(scope.region, accounts);
      const there = accounts.get(scope.account);
      if (there === undefined) accounts.set(scope.account, [engine]);
      else there.push(engine);
    }
  }

  /** The drivers that a full name can be for. Empty: it is not a full name, or no driver is for its place. */
  find(text: string, provider: string | undefined): readonly DriverEngine[] {
    for (const { provider: own, grammars, places } of this.#services) {
      if (provider !== undefined && own !== provider) continue;
      for (const grammar of grammars) {
        const facts = grammar.factsOf(text);
        if (facts === undefined) continue;
        const accounts = places.get(facts.region);
        const exact = accounts?.get(facts.account) ?? [];
        const open = accounts?.get(undefined) ?? [];
        return open.length === 0 ? exact : [...exact, ...open];
      }
    }
    return [];
  }

  #serviceOf({ provider, service }: Pick<KmsDriver, "provider" | "service">): ServiceDrivers {
    const known = this.#services.find((one) => one.provider === provider && one.service === service);
    if (known !== undefined) return known;
    const added: ServiceDrivers = { provider, service, grammars: new Set(), places: new Map() };
    this.#services.push(added);
    return added;
  }
}

/** By the list of an object's drivers, which does not change. */
const directories = new WeakMap<readonly DriverEngine[], EngineDirectory>();

/** The drivers that a full name can be for; undefined if every driver has to be asked. */
export function enginesByPlace(
  engines: readonly DriverEngine[],
  text: string,
  provider: string | undefined,
): readonly DriverEngine[] | undefined {
  let directory = directories.get(engines);
  if (directory === undefined) directories.set(engines, (directory = new EngineDirectory(engines)));
  const found = directory.find(text, provider);
  return found.length === 0 ? undefined : found;
}
