import type { OperationName } from "@crosstag/operations";

/** Where a resource or a cloud is, as far as it is known. Permissions are compared with it. */
export interface ResourcePlace {
  /** The cloud, for example `aws`. */
  readonly provider: string;
  /** The names of the cloud in the configuration: `production`, `production/111122223333/us-east-1`. */
  readonly cloudNames: readonly string[];
  /** Absent: not known. A caller that is limited to accounts is refused then. */
  readonly account?: string | undefined;
  /** It stands for all accounts of these clouds: a caller that is limited to accounts may see some of them. Default: false. */
  readonly anyAccount?: boolean | undefined;
}

/** Who calls an operation, and what the caller may do. */
export interface Caller {
  /** The name of the token, or `console`; journals, logs and decisions have it. */
  readonly name: string;
  /**
   * To be called once a request, before anything else is done for it: it counts the requests of the caller.
   * @throws CrosstagError `access-denied` that names the missing permission; `throttled` if the caller has sent too many
   *   requests; `unauthenticated` if its token has expired
   */
  allowOperation(operation: OperationName): void;
  /**
   * @param tagKeys `all`: every tag, whatever its key
   * @throws CrosstagError `access-denied` that names the missing permission, if one place or tag key is not allowed
   */
  allowChange(places: readonly ResourcePlace[], tagKeys: readonly string[] | "all"): void;
  /** Whether answers may have resources and clouds of this place. */
  maySee(place: ResourcePlace): boolean;
}
