/** What to do if no resource of one side has a partner on the other. */
export const PAIRING: readonly string[] = [
  "  To pair resources, add `match` to the mapping, and name it: --map FILE. A mapping with one pair:",
  "    version: 1",
  "    match: { pairs: [{ from: REFERENCE, to: REFERENCE }] }",
];
