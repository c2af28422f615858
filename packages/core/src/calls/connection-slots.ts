import type { KmsDriver } from "../driver/kms-driver.ts";
import { Semaphore } from "./concurrency.ts";
import { serverOf } from "./driver-stop.ts";

/** Of all objects of the process, because their drivers share the connections, too. By where the connections go. */
const slots = new Map<string, Semaphore>();

/** The slots of a driver's connections: a call that has one leaves without waiting. Undefined: there is no limit. */
export function connectionSlotsOf(
  driver: Pick<KmsDriver, "connections" | "provider" | "service" | "scope" | "endpoint">,
): Semaphore | undefined {
  const { connections } = driver;
  if (connections === undefined) return undefined;
  const server = serverOf(driver);
  let known = slots.get(server);
  if (known === undefined) slots.set(server, (known = new Semaphore(connections)));
  return known;
}
