import type { CloudCall } from "./cloud.ts";

/** The service of a call that names none. */
const mainService = "kms";

/** The service that a call is for, as names of operations spell it. */
export function serviceOf({ service = mainService }: Pick<CloudCall, "service">): string {
  return service;
}

/**
 * Whether a name stands for the operation of a call. `TagResource` is that operation in all services that have it,
 * `secretsmanager:TagResource` in one. `*` is every operation of KMS, `secretsmanager:*` of another service.
 */
export function namesOperation(name: string, call: Pick<CloudCall, "service" | "operation">): boolean {
  const colon = name.indexOf(":");
  const operation = name.slice(colon + 1);
  if (colon < 0) return operation === call.operation || (operation === "*" && call.service === undefined);
  return name.slice(0, colon) === serviceOf(call) && (operation === call.operation || operation === "*");
}
