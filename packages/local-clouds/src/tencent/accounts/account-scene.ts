import type { SimulatedKeys } from "../../simulated-keys.ts";

/** A main account of the cloud. Everything except the number has a default. */
export interface TencentAccountScene {
  /** Digits. The number of the cloud's own account changes that account. */
  readonly id: string;
  /** The account's other number, which GetUserAppId reports. Default: 1,250,000,000 and the place among the accounts. */
  readonly appId?: number;
  /** Whether the account is suspended: every request is refused with `OperationDenied`. Default false. */
  readonly suspended?: boolean;
  /** Quotas of the account that differ from the cloud's, in requests per second by operation. Default: none. */
  readonly quotas?: Readonly<Record<string, number>>;
  /** Keys in each region, made when they are first needed. Default: none. */
  readonly keys?: SimulatedKeys;
}
