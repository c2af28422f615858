/** Shares a number of resources among scopes: the first as many as it has, or all alike. */
export function share(
  byScope: ReadonlyMap<string, number>,
  total: number,
  how: "in order" | "evenly",
): Map<string, number> {
  const shares = new Map<string, number>();
  let left = total;
  // The smallest first: what it cannot use is for the others.
  const scopes = how === "in order" ? [...byScope] : [...byScope].toSorted(([, one], [, other]) => one - other);
  for (const [position, [scope, changes]] of scopes.entries()) {
    const most = how === "in order" ? left : Math.ceil(left / (scopes.length - position));
    const given = Math.max(0, Math.min(most, changes));
    shares.set(scope, given);
    left -= given;
  }
  return shares;
}
