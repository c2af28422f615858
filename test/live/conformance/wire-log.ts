import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { ConformanceLog } from "@crosstag/conformance";
import type { DriverMethod } from "@crosstag/core/driver";

/** The wire operations behind each method of a driver. */
export type WireOperations = Readonly<Partial<Record<DriverMethod, readonly string[]>>>;

/** Where drivers send requests. The clients that set the scene use `node:http`. */
const CHANNEL = "undici:client:sendHeaders";

/** The operation of a request, in the header that its cloud has for it. */
const OPERATION = /^(?:x-amz-target: *\w+\.|x-acs-action: *|x-tc-action: *)(\w+)/im;

/** Counts the requests that drivers of this process send, from now on until it is closed. */
export class WireLog implements ConformanceLog {
  readonly #operations: WireOperations;
  readonly #counts = new Map<string, number>();
  readonly #onRequest = (message: unknown): void => {
    const headers = typeof message === "object" && message !== null && "headers" in message ? message.headers : "";
    this.#add(OPERATION.exec(String(headers))?.[1] ?? "", 1);
  };

  constructor(operations: WireOperations) {
    this.#operations = operations;
    subscribe(CHANNEL, this.#onRequest);
  }

  calls(method?: DriverMethod): number {
    const counted = method === undefined ? [...this.#counts.keys()] : (this.#operations[method] ?? []);
    return counted.reduce((sum, operation) => sum + (this.#counts.get(operation) ?? 0), 0);
  }

  /** Takes back one request of a method: it was throttled and is sent again. */
  takeBack(method: DriverMethod): void {
    const operation = this.#operations[method]?.find((name) => (this.#counts.get(name) ?? 0) > 0);
    if (operation !== undefined) this.#add(operation, -1);
  }

  close(): void {
    unsubscribe(CHANNEL, this.#onRequest);
  }

  #add(operation: string, count: number): void {
    this.#counts.set(operation, (this.#counts.get(operation) ?? 0) + count);
  }
}
