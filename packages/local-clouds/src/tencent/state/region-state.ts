import type { ImportParameters } from "../../state/import-parameters.ts";
import type { DueStore } from "../../state/due-store.ts";
import type { Key } from "./key.ts";
import type { Secret } from "./secret.ts";

/** What one account has in one region. */
export interface RegionState {
  readonly region: string;
  readonly account: string;
  readonly keys: DueStore<Key>;
  readonly secrets: DueStore<Secret>;
  readonly imports: ImportParameters;
}
