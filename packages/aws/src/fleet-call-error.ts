/** An error of a call that finds the accounts or regions of a fleet. */
export class FleetCallError extends Error {
  override readonly name = "FleetCallError";
  /** The service that was called. */
  readonly service: "organizations" | "account";

  constructor(service: FleetCallError["service"], cause: unknown) {
    super(`A call to the service ${service} failed.`, { cause });
    this.service = service;
  }
}
