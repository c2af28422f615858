import { CrosstagError } from "../model/crosstag-error.ts";
import type { OptionalMethod } from "./capabilities.ts";
import type { KmsDriver } from "./kms-driver.ts";

/** A driver that has these methods. */
export type DriverWith<Method extends OptionalMethod> = KmsDriver & Required<Pick<KmsDriver, Method>>;

/**
 * An optional method of a driver, after its capability or its style of writing was checked.
 * @throws CrosstagError `unsupported` if the driver does not have it
 */
export function driverMethod<Method extends OptionalMethod>(
  driver: KmsDriver,
  name: Method,
): DriverWith<Method>[Method] {
  const method = driver[name];
  if (method === undefined)
    throw new CrosstagError({
      code: "unsupported",
      provider: driver.provider,
      operation: name,
      message: `The driver of ${driver.title} has no method ${name}.`,
    });
  return method.bind(driver) as DriverWith<Method>[Method];
}
