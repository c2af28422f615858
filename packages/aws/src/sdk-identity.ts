import type { KMSClientConfig } from "@aws-sdk/client-kms";

/** A fixed identity or a provider of the SDK. */
export type SdkCredentials = NonNullable<KMSClientConfig["credentials"]>;
type Provider = Extract<SdkCredentials, (...parameters: never) => unknown>;
/** Credentials of the SDK. */
export type Identity = Awaited<ReturnType<Provider>>;
/** What the SDK passes to a provider of credentials, for example the client that asks. */
export type IdentityProperties = NonNullable<Parameters<Provider>[0]>;
