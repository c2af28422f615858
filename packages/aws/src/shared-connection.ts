import type { KMSClient } from "@aws-sdk/client-kms";
import type { KmsDriver } from "@crosstag/core/driver";
import type { CredentialSupply } from "@crosstag/driver-kit";
import type { Identity } from "./sdk-identity.ts";

/** What drivers of several services of one account and region share. */
export interface SharedConnection {
  /** The client of AWS KMS, with the region, the connections and the settings of the environment. */
  readonly base: KMSClient;
  /** The credentials. */
  readonly supply: CredentialSupply<Identity>;
  /** Whose account they belong to. */
  readonly owner: Pick<KmsDriver, "identify">;
}

/** Connections by the client of the KMS driver that opened them, which is `native` of that driver. */
const opened = new WeakMap<object, SharedConnection>();

/** Lets drivers of other services use the connection of a KMS driver. */
export function shareConnection(connection: SharedConnection): void {
  opened.set(connection.base, connection);
}

/** The connection of a driver of this adapter; undefined if the driver is none of them. */
export function connectionOf(beside: Pick<KmsDriver, "native"> | undefined): SharedConnection | undefined {
  const { native } = beside ?? {};
  return typeof native === "object" && native !== null ? opened.get(native) : undefined;
}
