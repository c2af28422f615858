import { pluralOf } from "../driver/kinds-of.ts";
import { driverMethod } from "../driver/driver-method.ts";
import { completeReference, resourceIdentity } from "../model/reference.ts";
import type { Reference, ResourceKind } from "../model/reference.ts";
import { accountUntold } from "../calls/caller-account.ts";
import { failureError } from "../calls/driver-engine.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import { completeList, pageOf } from "./complete-list.ts";
import type { ListPage } from "./complete-list.ts";
import { unsupported } from "./request-checks.ts";
import type { RequestScope } from "../calls/request-scope.ts";

/**
 * Every resource of a kind, complete. What can be read comes first; a list that has gaps ends with the error that says so.
 * @throws CrosstagError `unsupported` if the cloud does not list the kind; if a page cannot be read or the list is not complete
 */
export function listKind(
  engine: DriverEngine,
  kind: ResourceKind,
  scope: RequestScope,
): AsyncGenerator<Reference, void, undefined> {
  return completeList(
    {
      driver: engine.driver,
      operation: "listResources",
      things: pluralOf([engine.driver], kind),
      identityOf: resourceIdentity,
      readPage: (cursor) => readPage(engine, kind, cursor, scope),
    },
    scope,
  );
}

async function readPage(
  { driver, caller, account }: DriverEngine,
  kind: ResourceKind,
  cursor: string | undefined,
  scope: RequestScope,
): Promise<ListPage<Reference>> {
  const refusal = unsupported(driver, "listResources", kind);
  if (refusal !== undefined) throw refusal;
  const result = await caller.call(
    {
      operation: "listResources",
      kind,
      resources: 0,
      repeatable: true,
      send: (context) =>
        driverMethod(driver, "listResources")({ kind, ...(cursor !== undefined && { cursor }) }, context),
    },
    scope,
  );
  if (!result.ok) throw failureError(driver, "listResources", undefined, result.failure, result.cause);
  const resources = result.receipt.resources.map((reference) => {
    const complete = completeReference(reference, account.scope);
    if (complete.account === undefined) throw accountUntold(driver);
    return complete;
  });
  return pageOf(resources, (reference) => reference, account.scope, result.receipt);
}
