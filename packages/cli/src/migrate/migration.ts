import type { Mapping } from "@crosstag/migration";

export interface MigrateOptions {
  readonly from?: string;
  readonly to?: string;
  readonly map?: string;
  readonly allowLoss?: boolean;
  readonly out?: string;
  readonly reverse?: boolean;
  readonly changeSoftwareTags?: boolean;
  readonly policy?: readonly string[];
}

/** What is carried from where to where. Both are names of clouds or of inventory files. */
export interface Migration {
  readonly from: string;
  readonly to: string;
  readonly mapping: Mapping;
  readonly allowLoss: boolean;
}
