import type { OrganizationUnit } from "@crosstag/core/driver";

/**
 * Reads the units directly below a unit or root.
 * @param parent the id of the unit or root
 * @param path the units from the root down to `parent`. Empty for a root
 */
export type UnitReader<Parent extends string | undefined> = (
  parent: Parent | string,
  path: readonly OrganizationUnit[],
) => Promise<readonly OrganizationUnit[]>;

/** Reads all units below some roots, each once, and gives them by their ids. One question at a time. */
export async function walkUnits<Parent extends string | undefined>(
  roots: readonly Parent[],
  read: UnitReader<Parent>,
): Promise<ReadonlyMap<string, OrganizationUnit>> {
  const units = new Map<string, OrganizationUnit>();
  const visit = async (parent: Parent | string, path: readonly OrganizationUnit[]): Promise<void> => {
    for (const unit of await read(parent, path)) {
      if (units.has(unit.id)) continue;
      units.set(unit.id, unit);
      await visit(unit.id, [...path, unit]);
    }
  };
  for (const root of roots) await visit(root, []);
  return units;
}
