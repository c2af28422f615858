import type { Mapping } from "@crosstag/migration";
import type { ExitCode } from "../exit-code.ts";
import { refuseCloudOptions } from "../inventory/with-side.ts";
import type { Invocation } from "../invocation.ts";
import { readMapping } from "../mapping/read-mapping.ts";
import type { MigrateOptions, Migration } from "../migrate/migration.ts";
import { planMigration } from "../migrate/plan-migration.ts";
import { reverseMigration } from "../migrate/reverse-migration.ts";
import { verifySides } from "../migrate/verify-sides.ts";
import { UsageError } from "../usage-error.ts";

/** Carries tags from one cloud to another, on paper: what comes out is a plan, a comparison, or the way back. */
export async function run(invocation: Invocation<MigrateOptions>): Promise<ExitCode> {
  const { context, operands, options } = invocation;
  const { from, to, map } = options;
  refuseCloudOptions(
    invocation,
    [from, to].filter((name) => name !== undefined),
  );
  if ([from, to, map].filter((name) => name === "-").length > 1)
    throw new UsageError("Standard input can be read once only.");
  const mapping: Mapping = map === undefined ? { version: 1 } : await readMapping(map, context);
  const verifies = operands[0] === "verify";
  if (options.reverse) {
    if (verifies) throw new UsageError("--reverse gives a mapping; verify compares. They do not go together.");
    if (map === undefined)
      throw new UsageError("There is nothing to reverse.", "Give a mapping: --map crosstag-map.yaml");
    return reverseMigration(invocation, mapping);
  }
  if (from === undefined || to === undefined)
    throw new UsageError("A migration has two sides.", "Give both: --from CLOUD-or-inventory --to CLOUD");
  if (verifies && options.out !== undefined) throw new UsageError("verify makes no plan; leave out --out.");
  const migration: Migration = { from, to, mapping, allowLoss: options.allowLoss ?? false };
  return verifies ? verifySides(invocation, migration) : planMigration(invocation, migration);
}
