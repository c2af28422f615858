/** Description of an operand that is a cloud or an inventory file. */
export const SIDE =
  "a cloud's name or a part of it (production/shop), or an inventory file (.jsonl, .csv, or ./ before its name; - for standard input)";
