import { CrosstagError } from "../model/crosstag-error.ts";
import type { ErrorCode } from "../model/crosstag-error.ts";
import type { FindResourcesRequest } from "./read-requests.ts";
import type { ResourceKind } from "../model/reference.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import type { RequestScope } from "../calls/request-scope.ts";

/** Of one kind of resources only, while another may be listed. */
const OF_A_KIND: ReadonlySet<ErrorCode> = new Set<ErrorCode>(["access-denied", "unsupported", "internal", "refused"]);

/** Clouds that cannot be listed: reported one by one while the others are listed, if the caller asked for that. */
export class UnlistedNotes {
  readonly #tell: FindResourcesRequest["onUnlisted"];
  readonly #scope: RequestScope;
  #first: CrosstagError | undefined;
  #anyListed = false;

  constructor(tell: FindResourcesRequest["onUnlisted"], scope: RequestScope) {
    this.#tell = tell;
    this.#scope = scope;
  }

  /** Whether one cloud's trouble leaves the others alone. */
  get goesOn(): boolean {
    return this.#tell !== undefined;
  }

  listed(): void {
    this.#anyListed = true;
  }

  /**
   * @returns whether other kinds of this cloud are worth trying
   * @throws the error itself, if the caller did not ask for the others, or the request as a whole has ended
   */
  add({ driver, cloud }: DriverEngine, kind: ResourceKind | undefined, error: unknown): boolean {
    if (this.#tell === undefined || !CrosstagError.is(error) || this.#scope.ended !== undefined) throw error;
    this.#first ??= error;
    const goesOn = this.#scope.stopOf({ driver, cloud }).reason === undefined;
    const ofKind = kind !== undefined && goesOn && OF_A_KIND.has(error.code);
    const { region, account } = driver.scope;
    this.#tell({
      provider: driver.provider,
      region,
      ...(account !== undefined && { account }),
      ...(driver.service !== undefined && { service: driver.service }),
      ...(ofKind && { kind }),
      error,
    });
    return ofKind;
  }

  /** @throws CrosstagError the first error, if nothing could be listed */
  finish(): void {
    if (this.#first !== undefined && !this.#anyListed) throw this.#first;
  }
}
