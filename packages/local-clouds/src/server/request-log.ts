/** One request as the cloud saw it. Holds names and outcomes only: no secret, token, signature, tag key or tag value. */
export interface RequestLogEntry {
  /** Milliseconds since 1970 on the cloud's clock, when the whole request had been read. */
  readonly at: number;
  /** The service: `kms`, `sts`, `secretsmanager` and so on; empty as `operation` is. */
  readonly service: string;
  /** The operation's name; empty if the request was refused before it was parsed and its signature verified. */
  readonly operation: string;
  /** The account of the caller; empty if authentication failed. */
  readonly account: string;
  /** The region that the request was sent to. */
  readonly region: string;
  /** The resources that the request names, as it spells them. */
  readonly resources: readonly string[];
  /** HTTP status of the answer; 0 until it is sent, and if the connection was reset. */
  readonly status: number;
  /** The error code as sent, if the answer is an error of the cloud. */
  readonly errorCode?: string;
  /** Whether the operation was executed, whatever the client received. */
  readonly applied: boolean;
  /** The kind of the fault that applied to this request; `defect` for an error in this package. */
  readonly fault?: string;
  /** The id that the answer has. */
  readonly requestId: string;
  /** Empty if authentication failed. */
  readonly accessKeyId: string;
}

export type MutableLogEntry = {
  -readonly [Field in keyof RequestLogEntry]: RequestLogEntry[Field];
};

/** The requests that one cloud has received, in order of arrival. The newest `capacity` are kept. */
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

  /**
   * The number of requests since the start or the last `clear()`, including dropped ones; of one operation if it is
   * named: `TagResource` in all services, or `secretsmanager:TagResource` in one.
   */
  count(operation?: string): number {
    return operation === undefined ? this.#total : (this.#byOperation.get(operation) ?? 0);
  }

  /** Forgets all requests. */
  clear(): void {
    this.#ring = [];
    this.#next = 0;
    this.#total = 0;
    this.#byOperation.clear();
  }

  /** For the server. The entry is completed while the request is processed. */
  append(entry: RequestLogEntry): void {
    this.#total += 1;
    for (const name of [entry.operation, `${entry.service}:${entry.operation}`]) {
      this.#byOperation.set(name, (this.#byOperation.get(name) ?? 0) + 1);
    }
    if (this.#ring.length < this.#capacity) {
      this.#ring.push(entry);
      return;
    }
    if (this.#capacity === 0) return;
    this.#ring[this.#next] = entry;
    this.#next = (this.#next + 1) % this.#capacity;
  }
}
