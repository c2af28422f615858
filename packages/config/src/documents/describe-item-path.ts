/** The lists of files whose items have a name of their own in messages. */
const ITEMS: Readonly<Record<string, string>> = {
  accessKeys: "Access key",
  examples: "Example",
  rules: "Rule",
  tokens: "Token",
  waivers: "Waiver",
};

/** Items are counted from 1, as in all messages. */
export function describeItemPath([top, index, ...rest]: readonly PropertyKey[]): string {
  const inner = rest.map(describeSegment).join("");
  const item = ITEMS[String(top)];
  if (item === undefined || typeof index !== "number")
    return [top, index, ...rest]
      .filter((segment) => segment !== undefined)
      .map(describeSegment)
      .join("");
  return inner === "" ? `${item} ${index + 1}` : `${item} ${index + 1}: ${inner}`;
}

function describeSegment(segment: PropertyKey, position: number): string {
  if (typeof segment === "number") return ` item ${segment + 1}`;
  const name = /^[\w-]+$/.test(String(segment)) ? String(segment) : JSON.stringify(String(segment));
  return position === 0 ? name : `.${name}`;
}
