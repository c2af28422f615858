/** A role of an account of a local cloud, as a seed has it. */
type SeededRole =
  | string
  | {
      readonly name: string;
      readonly path?: string;
      readonly trusts?: readonly string[];
      readonly externalId?: string;
    };

/** An account of an organization, as a seed has it. */
export interface SeededAccount {
  readonly id: string;
  readonly joined?: string;
  readonly roles?: readonly SeededRole[];
}

interface Role {
  readonly name: string;
  readonly externalId?: string;
}

/** The roles of an entry of crosstag.yaml for an organization. */
export interface RolesToAssume {
  /** The role that most accounts have. */
  readonly assumeRole: Role;
  /** The accounts that lack it, and have another. Absent: there are none. */
  readonly accounts?: readonly { readonly id: string; readonly role: string; readonly externalId?: string }[];
}

/**
 * The roles that can be assumed in the accounts of a seed. An account without any is left as it is: it cannot be read.
 * @param management the account that assumes the roles
 * @param usual the role of accounts that are created in the organization, if the seed names none
 */
export function rolesToAssume(
  seed: { readonly accounts?: readonly SeededAccount[] } | undefined,
  management: string,
  usual: string,
): RolesToAssume {
  const members = [...merged(seed?.accounts ?? []).values()]
    .filter(({ id }) => id !== management)
    .map((account) => ({ id: account.id, roles: rolesOf(account, management, usual) }));
  const counts = new Map<string, { readonly role: Role; count: number }>();
  for (const role of members.flatMap(({ roles }) => roles)) {
    const counted = counts.get(keyOf(role));
    if (counted === undefined) counts.set(keyOf(role), { role, count: 1 });
    else counted.count += 1;
  }
  const [most] = [...counts.values()].toSorted((one, other) => other.count - one.count);
  const assumeRole = most?.role ?? { name: usual };
  const accounts = members.flatMap(({ id, roles }) => {
    const [first] = roles;
    if (first === undefined || roles.some((role) => keyOf(role) === keyOf(assumeRole))) return [];
    const { name: role, ...rest } = first;
    return [{ id, role, ...rest }];
  });
  return { assumeRole, ...(accounts.length > 0 && { accounts }) };
}

/** An account that a seed names twice has what either says; the last one counts. */
function merged(seeded: readonly SeededAccount[]): ReadonlyMap<string, SeededAccount> {
  const accounts = new Map<string, SeededAccount>();
  for (const account of seeded) accounts.set(account.id, { ...accounts.get(account.id), ...account });
  return accounts;
}

function rolesOf({ joined, roles }: SeededAccount, management: string, usual: string): readonly Role[] {
  // Invited accounts have the role only if their owners create it.
  const given = roles ?? (joined?.toLowerCase() === "invited" ? [] : [usual]);
  return given
    .map((role) => (typeof role === "string" ? { name: role } : role))
    .filter(({ trusts }) => trusts?.some((one) => one === management || one.includes(`:${management}:`)) ?? true)
    .map(({ name, path = "/", externalId }) => ({
      name: `${path.slice(1)}${name}`,
      ...(externalId !== undefined && { externalId }),
    }));
}

function keyOf({ name, externalId }: Role): string {
  return JSON.stringify([name, externalId]);
}
