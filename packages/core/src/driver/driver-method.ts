import { CrosstagError } from "../model/crosstag-error.ts";
import type { OptionalOperation } from "./capabilities.ts";
import type { KmsDriver } from "./kms-driver.ts";

/** A driver that has these methods. */
export type DriverWith<Operation extends OptionalOperation> = KmsDriver & Required<Pick<KmsDriver, Operation>>;

/**
 * An optional method of a driver, after its capability was checked.
 * @throws CrosstagError `unsupported` if the driver does not have it
 */
export function driverMethod<Operation extends OptionalOperation>(
  driver: KmsDriver,
  operation: Operation,
): DriverWith<Operation>[Operation] {
  const method = driver[operation];
  if (method === undefined)
    throw new CrosstagError({
      code: "unsupported",
      provider: driver.provider,
      operation,
      message: `The driver of ${driver.title} has no method ${operation}.`,
    });
  return method.bind(driver) as DriverWith<Operation>[Operation];
}
