import type { Mapping } from "@crosstag/migration";
import type { ExitCode } from "../../exit-code.ts";
import { refuseCloudOptions, refuseUnknownSides } from "../../inventory/with-side.ts";
import type { Invocation } from "../../invocation.ts";
import { readMapping } from "../../mapping/read-mapping.ts";
import type { MigrateOptions, Migration } from "./migration.ts";
import { planMigration } from "./plan-migration.ts";
import { reverseMigration } from "./reverse-migration.ts";
import { verifySides } from "./verify-sides.ts";
import { UsageError } from "../../usage-error.ts";

/** Plans how to copy tags from one cloud to another, verifies the result, or reverses a mapping. */
export async function run(invocation: Invocation<MigrateOptions>): Promise<ExitCode> {
  const { context, operands, options } = invocation;
  const { from, to, map } = options;
  const sides = [from, to].filter((name) => name !== undefined);
  await refuseCloudOptions(invocation, sides);
  if ([from, to, map].filter((name) => name === "-").length > 1)
    throw new UsageError("Standard input (-) can be named only once.");
  const mapping: Mapping = map === undefined ? { version: 1 } : await readMapping(map, context);
  const verifies = operands[0] === "verify";
  if (options.reverse) {
    if (verifies) throw new UsageError("--reverse cannot be used together with `crosstag migrate verify`.");
    if (map === undefined) throw new UsageError("--reverse requires a mapping.", "Add --map crosstag-map.yaml");
    await refuseUnknownSides(invocation, sides);
    return reverseMigration(invocation, mapping);
  }
  if (from === undefined || to === undefined)
    throw new UsageError(
      `\`crosstag migrate${verifies ? " verify" : ""}\` requires --from and --to.`,
      "Add --from CLOUD-OR-INVENTORY --to CLOUD",
    );
  if (verifies && options.out !== undefined)
    throw new UsageError("`crosstag migrate verify` does not write a plan; omit --out.");
  await refuseUnknownSides(invocation, sides);
  const migration: Migration = { from, to, mapping, allowLoss: options.allowLoss ?? false };
  return verifies ? verifySides(invocation, migration) : planMigration(invocation, migration);
}
