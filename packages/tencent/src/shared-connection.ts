import type { KmsDriver } from "@crosstag/core/driver";
import type { Connection } from "./connection.ts";

/** Connections by `native` of the KMS driver that opened them: drivers can be wrapped. */
const opened = new WeakMap<object, Connection>();

/** Lets drivers of other services use the connection of a KMS driver. */
export function shareConnection({ native }: Pick<KmsDriver, "native">, connection: Connection): void {
  if (typeof native === "object" && native !== null) opened.set(native, connection);
}

/** The connection of a driver of this adapter; undefined if the driver is none of them. */
export function connectionOf(beside: Pick<KmsDriver, "native"> | undefined): Connection | undefined {
  const { native } = beside ?? {};
  return typeof native === "object" && native !== null ? opened.get(native) : undefined;
}
