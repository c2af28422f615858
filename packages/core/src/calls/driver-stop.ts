import type { CloudName } from "../desired/cloud-name.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import type { CrosstagError } from "../model/crosstag-error.ts";
import type { Clock } from "./clock.ts";
import type { Ending } from "./ending.ts";

/** One driver, and the entry of the configuration that it is of. */
export interface StoppablePart {
  readonly driver: KmsDriver;
  readonly cloud: CloudName | undefined;
}

/** What ends the parts of one request, by driver. The drivers of an entry also end together. */
export class DriverStops {
  readonly #stops = new Map<KmsDriver, DriverStop>();
  readonly #ofEntries = new Map<string, DriverStop>();

  /** One reason for each stopped driver. */
  get reasons(): readonly CrosstagError[] {
    return [...this.#stops.values()].map(({ reason }) => reason).filter((reason) => reason !== undefined);
  }

  of({ driver, cloud }: StoppablePart): DriverStop {
    let stop = this.#stops.get(driver);
    if (stop === undefined) this.#stops.set(driver, (stop = new DriverStop(cloud && this.#ofEntry(cloud))));
    return stop;
  }

  #ofEntry({ entry }: CloudName): DriverStop {
    let stop = this.#ofEntries.get(entry);
    if (stop === undefined) this.#ofEntries.set(entry, (stop = new DriverStop()));
    return stop;
  }
}

/** Ends the work of one driver within one request, while the other drivers continue. */
export class DriverStop {
  readonly #onStop = new Set<(reason: CrosstagError) => void>();
  readonly #entry: DriverStop | undefined;
  #reason: CrosstagError | undefined;
  /** Calls in a row that reached no server. */
  #unreached = 0;

  /** @param entry ends the work of all drivers of the same entry of the configuration */
  constructor(entry?: DriverStop) {
    this.#entry = entry;
  }

  /** Why no call of this driver can succeed any more, such as an expired session or a broken network; undefined while it works. */
  get reason(): CrosstagError | undefined {
    return this.#reason ?? this.#entry?.reason;
  }

  /** The drivers of the entry have been stopped together, and not this one for a reason of its own. */
  get isOfEntry(): boolean {
    return this.#reason === undefined && this.reason !== undefined;
  }

  /** Ends the work of all drivers of the entry. */
  stopEntry(reason: CrosstagError): void {
    (this.#entry ?? this).stop(reason);
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
  }

  /** A call reached no server, and is not made again. Returns how many calls in a row have not. */
  notReached(): number {
    return (this.#unreached += 1);
  }

  /** The callback may be called twice: when the driver is stopped, and when its entry is. */
  onStop(callback: (reason: CrosstagError) => void): () => void {
    this.#onStop.add(callback);
    const unsubscribe = this.#entry?.onStop(callback);
    return () => {
      this.#onStop.delete(callback);
      unsubscribe?.();
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
  async pause(clock: Clock, milliseconds: number): Promise<void> {
    if (this.ended !== undefined) return;
    const over = new AbortController();
    const unsubscribe = this.onEnd(() => over.abort());
    await clock.sleep(milliseconds, over.signal).catch(() => {});
    unsubscribe();
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
