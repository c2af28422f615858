import { quoteForShell } from "../output/quote-for-shell.ts";

/** What to type if a cloud is named without the option, which a command without operands does not take. */
export const namingClouds =
  (command: string) =>
  (word: string): string =>
    `To select clouds: crosstag ${command} --cloud ${quoteForShell(word)}`;
