import type { Clock } from "./clock.ts";
import { sleepUntilEnd, type Ending } from "./ending.ts";
import type { CloudName } from "../desired/cloud-name.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import type { CrosstagError } from "../model/crosstag-error.ts";

/** One driver, and the entry of the configuration that it is of. */
export interface StoppablePart {
  readonly driver: KmsDriver;
  readonly cloud: CloudName | undefined;
}

/** What ends the parts of one request, by driver. The drivers of an entry, and those of a server, also end together. */
export class DriverStops {
  readonly #stops = new Map<KmsDriver, DriverStop>();
  readonly #ofEntries = new Map<string, DriverStop>();
  readonly #ofServers = new Map<string, DriverStop>();

  /** One reason for each stopped driver. */
  get reasons(): readonly CrosstagError[] {
    return [...this.#stops.values()].map(({ reason }) => reason).filter((reason) => reason !== undefined);
  }

  of({ driver, cloud }: StoppablePart): DriverStop {
    let stop = this.#stops.get(driver);
    if (stop !== undefined) return stop;
    const server = sharedStop(this.#ofServers, serverOf(driver));
    stop = new DriverStop({ server, ...(cloud !== undefined && { entry: sharedStop(this.#ofEntries, cloud.entry) }) });
    this.#stops.set(driver, stop);
    return stop;
  }
}

function sharedStop(stops: Map<string, DriverStop>, name: string): DriverStop {
  let stop = stops.get(name);
  if (stop === undefined) stops.set(name, (stop = new DriverStop()));
  return stop;
}

/** A name for where the calls of a driver go, which drivers of other accounts can share. */
export function serverOf({
  provider,
  service,
  scope,
  endpoint,
}: Pick<KmsDriver, "provider" | "service" | "scope" | "endpoint">): string {
  // An endpoint of another maker can serve all services and regions; the clouds have one for each.
  return endpoint ?? JSON.stringify([provider, service, scope.region]);
}

/** What ends the work of several drivers together. */
interface SharedStops {
  /** Of the drivers of the same entry of the configuration. */
  readonly entry?: DriverStop;
  /** Of the drivers whose calls go to the same server. */
  readonly server?: DriverStop;
}

/** Ends the work of one driver within one request, while the other drivers continue. */
export class DriverStop {
  readonly #onStop = new Set<(reason: CrosstagError) => void>();
  readonly #shared: SharedStops;
  #reason: CrosstagError | undefined;
  /** Calls in a row that reached no server, or that it never answered. */
  #unreached = 0;

  constructor(shared: SharedStops = {}) {
    this.#shared = shared;
  }

  /** Why no call of this driver can succeed any more, such as an expired session or a broken network; undefined while it works. */
  get reason(): CrosstagError | undefined {
    const { entry, server } = this.#shared;
    return this.#reason ?? entry?.reason ?? server?.reason;
  }

  /** Several drivers have been stopped together, and not this one for a reason of its own. */
  get isShared(): boolean {
    return this.#reason === undefined && this.reason !== undefined;
  }

  /** Ends the work of all drivers of the entry. */
  stopEntry(reason: CrosstagError): void {
    (this.#shared.entry ?? this).stop(reason);
  }

  /** The first reason counts. */
  stop(reason: CrosstagError): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    for (const callback of this.#onStop) callback(reason);
    this.#onStop.clear();
  }

  /** A server was reached, whatever it answered. */
  reached(): void {
    this.#unreached = 0;
    this.#shared.server?.reached();
  }

  /**
   * A call reached no server, or got no answer to any attempt, and is not made again. Of an entry for many clouds, hundreds
   * of drivers can have one server: it is not tried by each of them.
   * @param most so many calls in a row end the work of the driver, and of all drivers of the server
   * @param isOfServer false: it concerns only this driver, because it has no credentials
   */
  notReached(most: number, reasonOf: () => CrosstagError, { isOfServer = true } = {}): void {
    this.#unreached += 1;
    if (this.#unreached >= most) this.stop(reasonOf());
    if (isOfServer) this.#shared.server?.notReached(most, reasonOf);
  }

  /** The callback may be called more than once: when the driver is stopped, its entry, and its server. */
  onStop(callback: (reason: CrosstagError) => void): () => void {
    this.#onStop.add(callback);
    const { entry, server } = this.#shared;
    const unsubscribe = [entry?.onStop(callback), server?.onStop(callback)];
    return () => {
      this.#onStop.delete(callback);
      for (const one of unsubscribe) one?.();
    };
  }
}

/** When one driver begins no more calls: the request has ended, or the driver's part of it has been stopped. */
export class DriverTurns implements Ending {
  readonly #request: Ending;
  readonly #stop: DriverStop;

  constructor(request: Ending, stop: DriverStop) {
    this.#request = request;
    this.#stop = stop;
  }

  get ended(): CrosstagError | undefined {
    return this.#request.ended ?? this.#stop.reason;
  }

  onEnd(callback: (reason: CrosstagError) => void): () => void {
    const unsubscribe = () => {
      unsubscribeRequest();
      unsubscribeStop();
    };
    const once = (reason: CrosstagError) => {
      unsubscribe();
      callback(reason);
    };
    const unsubscribeRequest = this.#request.onEnd(once);
    const unsubscribeStop = this.#stop.onStop(once);
    return unsubscribe;
  }

  /** Waits, but not beyond the end. Never rejects. */
  pause(clock: Clock, milliseconds: number): Promise<void> {
    return sleepUntilEnd(this, clock, milliseconds);
  }

  /** Waits for the work, but not beyond the end. Never rejects. */
  async orEnd(work: Promise<unknown>): Promise<void> {
    if (this.ended !== undefined) return;
    await new Promise<void>((resolve) => {
      const unsubscribe = this.onEnd(() => resolve());
      const over = () => {
        unsubscribe();
        resolve();
      };
      work.then(over, over);
    });
  }
}
