import { stdout } from "node:process";

/** A whole number that the command line gives behind a name. Ends the process with 64 when it is something else. */
export function optionOf(name: string, otherwise: number): number {
  const at = process.argv.indexOf(name);
  const value = at < 0 ? otherwise : Number(process.argv[at + 1]);
  if (Number.isInteger(value) && value > 0) return value;
  stdout.write(`${name} takes a whole number.\n`);
  process.exit(64);
}
