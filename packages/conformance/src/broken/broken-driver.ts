import type { KmsDriver } from "@crosstag/core/driver";
import type { MemoryCloudOptions } from "@crosstag/core/testing";

/** A fault that occurs in real drivers. The conformance suite must find it. */
export interface BrokenDriver {
  /** What it does wrong, as the end of a sentence that begins with "a driver that". */
  readonly flaw: string;
  /** Part of the title of a case that must fail. */
  readonly caughtBy: string;
  /** What the flaw needs of the memory cloud behind the driver. Default: nothing. */
  readonly cloud?: MemoryCloudOptions;
  /** Makes a driver with the flaw of a correct one. */
  readonly break: (driver: KmsDriver) => KmsDriver;
}
