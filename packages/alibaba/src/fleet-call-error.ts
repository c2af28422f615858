/** An error of a call that finds the accounts or regions of a fleet. */
export class FleetCallError extends Error {
  override readonly name = "FleetCallError";
  /** What was called: the service that lists the accounts, or KMS for the regions of an account. */
  readonly service: "resource-directory" | "regions";

  constructor(service: FleetCallError["service"], cause: unknown) {
    super(`A call for the ${service} failed.`, { cause });
    this.service = service;
  }
}
