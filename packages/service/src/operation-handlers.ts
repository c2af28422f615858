import { listClouds, type OperationName } from "@crosstag/operations";
import { bindOperation, type BoundOperation } from "./http/bind-operation.ts";
import { createListClouds } from "./operations/list-clouds.ts";
import type { ServiceContext } from "./service-context.ts";

/** Every operation with its handler. */
export type OperationHandlers = { readonly [Name in OperationName]: BoundOperation<Name> };

/** Returns the operations, over what they work with. */
export function operationHandlers(context: ServiceContext): Partial<OperationHandlers> {
  return { "list-clouds": bindOperation(listClouds, createListClouds(context)) };
}
