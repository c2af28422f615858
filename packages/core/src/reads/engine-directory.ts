import type { DriverEngine } from "../calls/driver-engine.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import type { ReferenceGrammar } from "../model/reference.ts";

/** Up to this number asking each driver takes no longer. */
export const FEW_ENGINES = 8;

/** Drivers by the places that full names contain, so that a name is not compared with each of thousands. */
class EngineDirectory {
  /** Grammars of the drivers: those of one cloud mostly share one. */
  readonly #grammars: ReadonlyMap<ReferenceGrammar, Pick<KmsDriver, "provider" | "service">>;
  /** By service, region and account; drivers without a configured account by service and region. */
  readonly #byPlace = new Map<string, DriverEngine[]>();

  constructor(engines: readonly DriverEngine[]) {
    this.#grammars = new Map(engines.map(({ driver }) => [driver.references, driver]));
    for (const engine of engines) {
      const { scope } = engine.driver;
      const place = placeOf(engine.driver, scope.region, scope.account);
      const there = this.#byPlace.get(place);
      if (there === undefined) this.#byPlace.set(place, [engine]);
      else there.push(engine);
    }
  }

  /** The drivers that a full name can be for. Empty: it is not a full name, or no driver is for its place. */
  find(text: string, provider: string | undefined): readonly DriverEngine[] {
    for (const [grammar, own] of this.#grammars) {
      if (provider !== undefined && own.provider !== provider) continue;
      const facts = grammar.factsOf(text);
      if (facts === undefined) continue;
      const exact = this.#byPlace.get(placeOf(own, facts.region, facts.account)) ?? [];
      const open = this.#byPlace.get(placeOf(own, facts.region, undefined)) ?? [];
      return open.length === 0 ? exact : [...exact, ...open];
    }
    return [];
  }
}

function placeOf(
  { provider, service = "" }: Pick<KmsDriver, "provider" | "service">,
  region: string,
  account: string | undefined,
): string {
  return `${provider}/${service}/${region}/${account ?? ""}`;
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
