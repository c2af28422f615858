import { scopeName } from "../driver/scope-name.ts";
import type { DriverEngine } from "./driver-engine.ts";

/** The scope that a driver serves, with the account that was learned, as plans and runs name it. */
export function engineScopeName({ driver, account }: Pick<DriverEngine, "driver" | "account">): string {
  return scopeName({ provider: driver.provider, service: driver.service, scope: account.scope });
}
