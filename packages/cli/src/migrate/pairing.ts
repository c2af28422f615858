/** What to do if no resource of one side has a partner on the other. */
export const PAIRING = "  To pair resources, add `match` to the mapping, and name it: --map FILE";
