import { LOOKS_SECRET, WHERE_CREDENTIALS_COME_FROM } from "@crosstag/config/hints";
import { COMMANDS } from "./command-table.ts";
import { printableLine } from "./output/printable.ts";

/** An option of more commands than this does not suggest any of them. */
const MOST_OWNERS = 3;

/**
 * What Commander found wrong with a command line, in the form of all errors: one sentence, then indented lines that say
 * what to type.
 * @param text Commander's text, with its line end
 * @param command the words that name the command: `crosstag list`
 */
export function describeSyntaxError(text: string, command: string): string {
  const [problem = "", ...hints] = withoutValues(text)
    .trimEnd()
    .split(/\n(?=\(Did you mean)/);
  const lines = [
    ...hints.map((hint) => hint.replace(/^\((.*)\)$/, "$1")),
    ...describeOption(problem),
    ...describeMissing(problem, command),
    ...describeDatabase(problem, command),
    ...describeOwners(problem),
    ...describeCredentials(problem),
    `For examples and options: ${command} --help`,
  ];
  return `${[asSentence(problem), ...lines.map((line) => `  ${line}`)].map(printableLine).join("\n")}\n`;
}

/** Commander repeats an unknown flag together with its value. */
function withoutValues(text: string): string {
  return text.replaceAll(/(--?[\w-]+)=[^\n]*'/g, "$1=…'");
}

function asSentence(problem: string): string {
  const sentence = problem
    .replace(/ argument missing$/, " requires a value")
    .replace(/^error: (.)/, (_, first: string) => `error: ${first.toUpperCase()}`);
  return /[.?!]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** What other programs have as a command, and this one as an option. */
function describeOption(problem: string): readonly string[] {
  return /unknown command 'version'/i.test(problem) ? ["To print the version: crosstag --version"] : [];
}

/** Says what an argument is that the command requires. */
function describeMissing(problem: string, command: string): readonly string[] {
  const missing = /missing required argument '([\w-]+)'/.exec(problem)?.[1];
  if (missing === undefined) return [];
  const definition = COMMANDS.find(({ name }) => command.endsWith(` ${name}`));
  const operand = definition?.operands?.find(({ syntax }) => syntax.replaceAll(/[<>.]/g, "") === missing);
  return operand === undefined ? [] : [`Write after the command: ${operand.description}`];
}

/** Two options that name the database: --on lets workers do what the command otherwise does itself. */
const DATABASE_FLAGS = ["--on", "--database-url"] as const;

/** An option that names the database, where the command has the other one. */
function describeDatabase(problem: string, command: string): readonly string[] {
  const given = DATABASE_FLAGS.find((flag) => problem.includes(`unknown option '${flag}'`));
  if (given === undefined) return [];
  const own = DATABASE_FLAGS.find((flag) => optionsOf(command).some((name) => name === flag));
  return own === undefined ? [] : [`To name the database of the workers here: ${own} URL`];
}

function optionsOf(command: string): readonly string[] {
  const { options = [] } = COMMANDS.find(({ name }) => command.endsWith(` ${name}`)) ?? {};
  return options.flatMap(({ flags }) => flags.split(/[ ,]+/));
}

/** Names the commands that have an option which the given command does not have. */
function describeOwners(problem: string): readonly string[] {
  const flag = /unknown option '(--?[\w-]+)/.exec(problem)?.[1];
  if (flag === undefined) return [];
  const owners = COMMANDS.filter(({ options = [] }) =>
    options.some(({ flags }) => flags.split(/[ ,]+/).includes(flag)),
  );
  if (owners.length === 0 || owners.length > MOST_OWNERS) return [];
  return [`${flag} is an option of ${owners.map(({ name }) => `\`crosstag ${name}\``).join(", ")}.`];
}

function describeCredentials(problem: string): readonly string[] {
  if (!/unknown option/.test(problem) || !LOOKS_SECRET.test(problem)) return [];
  return [`Credentials are never given on the command line. ${WHERE_CREDENTIALS_COME_FROM}`];
}
