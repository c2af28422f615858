import type { CredentialSupply } from "@crosstag/driver-kit";
import type { OpenApiClient } from "./sdk.ts";

/** A source of credentials, as the SDK's client takes it. */
export type SdkCredential = OpenApiClient["_credential"];

/** Credentials of the SDK. */
export type CredentialModel = Awaited<ReturnType<SdkCredential["getCredential"]>>;

/** Where the calls of a driver get their credentials. */
export type Credentials = CredentialSupply<CredentialModel>;
