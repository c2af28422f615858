import { pluralOf } from "../driver/kinds-of.ts";
import { driverMethod } from "../driver/driver-method.ts";
import type { AliasRow } from "../driver/driver-receipts.ts";
import { CrosstagError } from "../model/crosstag-error.ts";
import { completeReference } from "../model/reference.ts";
import type { Reference, ResourceKind } from "../model/reference.ts";
import { failureError } from "../calls/driver-engine.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import { completeList, pageOf } from "./complete-list.ts";
import type { ListPage } from "./complete-list.ts";
import type { ResourceAliases } from "./read-requests.ts";
import { unsupported } from "./request-checks.ts";
import type { RequestScope } from "../calls/request-scope.ts";

/** Names of aliases by the id of their resource, or why they are not known. */
type Listed = ReadonlyMap<string, readonly string[]> | CrosstagError;

/**
 * The aliases of the resources of one request. Each cloud is asked once, when the first of its resources needs them: a page
 * of the list costs as much as one resource.
 */
export class AliasLists {
  readonly #scope: RequestScope;
  readonly #lists = new Map<DriverEngine, Map<ResourceKind, Promise<Listed>>>();

  constructor(scope: RequestScope) {
    this.#scope = scope;
  }

  /** Empty if resources of this kind have no aliases. Never rejects. */
  async of(engine: DriverEngine, { kind, id }: Reference): Promise<ResourceAliases> {
    const { driver } = engine;
    if (unsupported(driver, "resolveAlias", kind) !== undefined) return {};
    const unable = unsupported(driver, "listAliases", kind);
    if (unable !== undefined) return { aliasesError: unable };
    const listed = await this.#listOf(engine, kind);
    return listed instanceof CrosstagError ? { aliasesError: listed } : { aliases: listed.get(id) ?? [] };
  }

  #listOf(engine: DriverEngine, kind: ResourceKind): Promise<Listed> {
    const ofEngine = this.#lists.get(engine) ?? new Map<ResourceKind, Promise<Listed>>();
    this.#lists.set(engine, ofEngine);
    const listed = ofEngine.get(kind) ?? listAliases(engine, kind, this.#scope);
    ofEngine.set(kind, listed);
    return listed;
  }
}

async function listAliases(engine: DriverEngine, kind: ResourceKind, scope: RequestScope): Promise<Listed> {
  const byId = new Map<string, string[]>();
  const list = {
    driver: engine.driver,
    operation: "listAliases",
    things: `aliases of ${pluralOf([engine.driver], kind)}`,
    identityOf: ({ alias }: AliasRow) => alias.id,
    readPage: (cursor: string | undefined) => readPage(engine, kind, cursor, scope),
  } as const;
  try {
    for await (const { alias, id } of completeList(list, scope)) {
      const names = byId.get(id);
      if (names === undefined) byId.set(id, [alias.id]);
      else names.push(alias.id);
    }
  } catch (error) {
    if (CrosstagError.is(error)) return error;
    throw error;
  }
  for (const names of byId.values()) names.sort();
  return byId;
}

async function readPage(
  { driver, caller, account }: DriverEngine,
  kind: ResourceKind,
  cursor: string | undefined,
  scope: RequestScope,
): Promise<ListPage<AliasRow>> {
  const result = await caller.call(
    {
      operation: "listAliases",
      kind,
      resources: 0,
      repeatable: true,
      send: (context) =>
        driverMethod(driver, "listAliases")({ kind, ...(cursor !== undefined && { cursor }) }, context),
    },
    scope,
  );
  if (!result.ok) throw failureError(driver, "listAliases", undefined, result.failure, result.cause);
  const rows = result.receipt.aliases.map((row) => ({ ...row, alias: completeReference(row.alias, account.scope) }));
  return pageOf(rows, ({ alias }) => alias, account.scope, result.receipt);
}
