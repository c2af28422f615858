import type { ImportParameters } from "../../state/import-parameters.ts";
import type { KeyStore } from "./key-store.ts";
import type { SecretStore } from "./secret-store.ts";

/** What one account has in one region. */
export interface RegionState {
  readonly region: string;
  readonly account: string;
  readonly keys: KeyStore;
  readonly secrets: SecretStore;
  readonly imports: ImportParameters;
}
