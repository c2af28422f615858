import type { CredentialSupply } from "@crosstag/driver-kit";
import type { CredentialModel } from "./open-api-client.ts";

/** Where the calls of a driver get their credentials. */
export type Credentials = CredentialSupply<CredentialModel>;
