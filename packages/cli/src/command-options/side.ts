/** Description of an operand that is a cloud or an inventory file. */
export const SIDE =
  "a cloud's name, or an inventory file (.jsonl, .csv, or with a / in its name; - for standard input)";
