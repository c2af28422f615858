import { CrosstagError } from "../model/crosstag-error.ts";
import type { ResourceKind } from "../model/reference.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import { listKind } from "./list-kind.ts";
import { unsupported } from "./request-checks.ts";

/** More resources of a kind than this are looked up in the list of their cloud: a page of it costs as much as one description. */
const MOST_DESCRIPTIONS = 200;

interface KindState {
  described: number;
  /** Undefined: the list has not been needed so far. A promise of undefined: it could not be read. */
  ids?: Promise<ReadonlySet<string> | undefined>;
}

/**
 * Which resources a cloud has, for one request that only reads. A table with 100,000 names that do not exist would take half an
 * hour of descriptions, at 50 a second.
 */
export class ListedExistence {
  readonly #scope: RequestScope;
  readonly #states = new Map<DriverEngine, Map<ResourceKind, KindState>>();

  constructor(scope: RequestScope) {
    this.#scope = scope;
  }

  /** The ids of all resources of a kind; undefined if the resources have to be described instead. Never rejects. */
  async idsOf(engine: DriverEngine, kind: ResourceKind, resources: number): Promise<ReadonlySet<string> | undefined> {
    const state = this.#stateOf(engine, kind);
    if (state.ids === undefined) {
      state.described += resources;
      const isListable = unsupported(engine.driver, "listResources", kind) === undefined;
      if (!isListable || state.described <= MOST_DESCRIPTIONS) return undefined;
      state.ids = readIds(engine, kind, this.#scope);
    }
    return state.ids;
  }

  #stateOf(engine: DriverEngine, kind: ResourceKind): KindState {
    const ofEngine = this.#states.get(engine) ?? new Map<ResourceKind, KindState>();
    this.#states.set(engine, ofEngine);
    const state = ofEngine.get(kind) ?? { described: 0 };
    ofEngine.set(kind, state);
    return state;
  }
}

async function readIds(
  engine: DriverEngine,
  kind: ResourceKind,
  scope: RequestScope,
): Promise<ReadonlySet<string> | undefined> {
  const ids = new Set<string>();
  try {
    for await (const { id } of listKind(engine, kind, scope)) ids.add(id);
  } catch (error) {
    // A list with gaps does not show that a resource is absent.
    if (CrosstagError.is(error)) return undefined;
    throw error;
  }
  return ids;
}
