/** Every field of a type by its name: the compiler reports if the list and the type differ. */
export type FieldsOf<T> = Readonly<Record<keyof T, true>>;

/**
 * Throws a `TypeError` that names the first unknown field, its place, and the field that was probably meant. Otherwise
 * a misspelled field goes unnoticed, and the test runs on another scene than it describes.
 */
export function refuseUnknownFields(value: unknown, place: string, fields: Readonly<Record<string, true>>): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new TypeError(`${place} must be an object with fields.`);
  }
  const known = Object.keys(fields);
  const given = Object.keys(value);
  // The AWS SDK writes `$source` into the credentials passed to it.
  const unknown = given.find((field) => !known.includes(field) && !field.startsWith("$"));
  if (unknown === undefined) return;
  const meant = nearest(
    unknown,
    known.filter((field) => !given.includes(field)),
  );
  const question = meant === undefined ? "" : ` Did you mean "${meant}"?`;
  throw new TypeError(`${place}.${unknown} is not a field.${question} Fields are ${known.join(", ")}.`);
}

/** The known name most similar to an unknown one: `manager` for `managedBy`, `origin` for `orgin`. */
function nearest(name: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let most = 0.5;
  for (const candidate of known) {
    const share = commonLength(name.toLowerCase(), candidate.toLowerCase()) / Math.max(name.length, candidate.length);
    if (share > most) [best, most] = [candidate, share];
  }
  return best;
}

/** The number of characters that two names share, in the same order. */
function commonLength(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, () => 0);
  for (const character of left) {
    const row = [0];
    for (let at = 0; at < right.length; at += 1) {
      const longest = Math.max(previous[at + 1] ?? 0, row[at] ?? 0);
      row.push(character === right[at] ? (previous[at] ?? 0) + 1 : longest);
    }
    previous = row;
  }
  return previous.at(-1) ?? 0;
}
