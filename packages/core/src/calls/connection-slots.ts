import type { KmsDriver } from "../driver/kms-driver.ts";
import { Semaphore } from "./concurrency.ts";

/** Of all objects of the process, because their drivers share the connections, too. By where the connections go. */
const slots = new Map<string, Semaphore>();

/** The slots of a driver's connections: a call that has one leaves without waiting. Undefined: there is no limit. */
export function connectionSlotsOf({
  connections,
  provider,
  service,
  scope,
  endpoint,
}: Pick<KmsDriver, "connections" | "provider" | "service" | "scope" | "endpoint">): Semaphore | undefined {
  if (connections === undefined) return undefined;
  // An endpoint of another maker can serve all services and regions; the clouds have one for each.
  const name = endpoint ?? JSON.stringify([provider, service, scope.region]);
  let known = slots.get(name);
  if (known === undefined) slots.set(name, (known = new Semaphore(connections)));
  return known;
}
