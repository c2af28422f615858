import type { ExpandOption } from "../../command-options/expand.ts";
import type { Mapping } from "@crosstag/migration";
import type { AccessPolicyOptions } from "../../input/read-access-policies.ts";

export interface MigrateOptions extends AccessPolicyOptions, ExpandOption {
  readonly from?: string;
  readonly to?: string;
  readonly map?: string;
  readonly allowLoss?: boolean;
  readonly out?: string;
  readonly reverse?: boolean;
  readonly changeSoftwareTags?: boolean;
}

/** A migration from one side to another. Both are names of clouds or of inventory files. */
export interface Migration {
  readonly from: string;
  readonly to: string;
  readonly mapping: Mapping;
  readonly allowLoss: boolean;
}
