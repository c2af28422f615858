/** One request as the cloud saw it. Holds names and outcomes only: no secret, token, signature, tag key or tag value. */
export interface RequestLogEntry {
  /** Milliseconds since 1970 on the cloud's clock, when the request had been read whole. */
  readonly at: number;
  /** The operation's name; empty where the request was refused before it was understood and its signature found right. */
  readonly operation: string;
  readonly region: string;
  /** The resources that the request names, as it spells them. */
  readonly resources: readonly string[];
  /** HTTP status of the answer; 0 as long as there is none, and for good where the connection was reset. */
  readonly status: number;
  /** The error's code as sent, for answers that are errors of the cloud. */
  readonly errorCode?: string;
  /** Whether the operation was carried out, whatever the client got to see of it. */
  readonly applied: boolean;
  /** The kind of the fault that befell this request; `defect` for an error in this package. */
  readonly fault?: string;
  readonly requestId: string;
  /** Empty where authentication failed. */
  readonly accessKeyId: string;
}

export type MutableLogEntry = {
  -readonly [Field in keyof RequestLogEntry]: RequestLogEntry[Field];
};

/** The requests that one cloud has received, in the order of their arrival; the newest `capacity` are kept. */
export class RequestLog {
  readonly #capacity: number;
  #ring: RequestLogEntry[] = [];
  #next = 0;
  #total = 0;
  #byOperation = new Map<string, number>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** A snapshot, oldest first. */
  get entries(): readonly RequestLogEntry[] {
    return [...this.#ring.slice(this.#next), ...this.#ring.slice(0, this.#next)];
  }

  /** Requests since the start or the last `clear()`, also those that no longer fit; of one operation if it is named. */
  count(operation?: string): number {
    return operation === undefined ? this.#total : (this.#byOperation.get(operation) ?? 0);
  }

  clear(): void {
    this.#ring = [];
    this.#next = 0;
    this.#total = 0;
    this.#byOperation.clear();
  }

  /** For the server. The entry is filled in further while the request is worked on. */
  append(entry: RequestLogEntry): void {
    this.#total += 1;
    this.#byOperation.set(entry.operation, (this.#byOperation.get(entry.operation) ?? 0) + 1);
    if (this.#ring.length < this.#capacity) {
      this.#ring.push(entry);
      return;
    }
    if (this.#capacity === 0) return;
    this.#ring[this.#next] = entry;
    this.#next = (this.#next + 1) % this.#capacity;
  }
}
