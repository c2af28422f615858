import { useSyncExternalStore } from "react";

/** A value outside of components. Components that show it are drawn again when it is set. */
export class ObservedValue<Value> {
  #value: Value;
  readonly #listeners = new Set<() => void>();

  constructor(value: Value) {
    this.#value = value;
  }

  readonly get = (): Value => this.#value;

  readonly set = (value: Value): void => {
    this.#value = value;
    for (const listener of this.#listeners) listener();
  };

  /** Calls the listener after each `set`. The returned function ends that. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/** The value, as it is now and whenever it is set. */
export function useObserved<Value>({ subscribe, get }: Pick<ObservedValue<Value>, "subscribe" | "get">): Value {
  return useSyncExternalStore(subscribe, get);
}
