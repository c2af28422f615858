import { stdout } from "node:process";

/** The whole number after a name on the command line. Ends the process with 64 if it is something else. */
export function optionOf(name: string, otherwise: number): number {
  const at = process.argv.indexOf(name);
  const value = at < 0 ? otherwise : Number(process.argv[at + 1]);
  if (Number.isInteger(value) && value > 0) return value;
  stdout.write(`${name} requires a whole number.\n`);
  process.exit(64);
}
