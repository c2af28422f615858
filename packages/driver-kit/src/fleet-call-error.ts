import type { CallContext, CallSender } from "@crosstag/core/driver";

/** An error of a call that finds the accounts or regions of a fleet. */
export class FleetCallError extends Error {
  override readonly name = "FleetCallError";
  /** The service that was called, in the words of the adapter. */
  readonly service: string;

  constructor(service: string, cause: unknown) {
    super(`A call to the service ${service} failed.`, { cause });
    this.service = service;
  }
}

/** Makes one call that finds the accounts or regions of a fleet. @throws FleetCallError, which names the service */
export function callForFleet<Answer>(
  service: string,
  call: CallSender,
  send: (context: CallContext) => Promise<Answer>,
): Promise<Answer> {
  return call(async (context) => {
    try {
      return await send(context);
    } catch (cause) {
      throw new FleetCallError(service, cause);
    }
  });
}
