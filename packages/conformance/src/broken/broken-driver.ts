import type { KmsDriver } from "@crosstag/core/driver";

/** A way in which drivers really go wrong, to be found by the conformance suite. */
export interface BrokenDriver {
  readonly flaw: string;
  /** Part of the title of a case that must fail. */
  readonly caughtBy: string;
  readonly break: (driver: KmsDriver) => KmsDriver;
}
