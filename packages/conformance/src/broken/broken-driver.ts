import type { KmsDriver } from "@crosstag/core/driver";

/** A fault that occurs in real drivers. The conformance suite must find it. */
export interface BrokenDriver {
  readonly flaw: string;
  /** Part of the title of a case that must fail. */
  readonly caughtBy: string;
  readonly break: (driver: KmsDriver) => KmsDriver;
}
