import { dirname, isAbsolute, join } from "node:path";
import { CrosstagError, type DesiredState } from "@crosstag/core";
import type { CommandContext } from "../command-context.ts";
import type { ListedReference } from "../input/listed-reference.ts";
import { readSelectionFile } from "../input/read-selection-file.ts";
import { UsageError } from "../usage-error.ts";
import type {
  DesiredStatePath,
  ParsedDesiredState,
  ParsedSelection,
  ParsedStatement,
} from "@crosstag/config/desired-state";

interface Located<State> {
  readonly state: State;
  readonly locate: (path: DesiredStatePath) => string;
}

/** One `file` of one selection. */
interface SelectionFile {
  readonly name: string;
  readonly path: DesiredStatePath;
  readonly statement: number;
}

interface PlacedReference extends ListedReference {
  /** As a path from the working directory. */
  readonly file: string;
}

/** Puts the references of selection files where the core looks for them. Their paths start at the folder of the file. */
export async function readSelections(
  { state, locate }: Located<ParsedDesiredState>,
  desiredStatePath: string,
  context: CommandContext,
): Promise<Located<DesiredState>> {
  const files = state.statements.flatMap(filesOf);
  refuseSecondReader(files, desiredStatePath, locate);
  const problems: string[] = [];
  const read = memoized(async (file: string) => readSelectionFile(file, context));
  const listed: PlacedReference[][] = state.statements.map(() => []);
  for (const { name, path, statement } of files) {
    const file = name === "-" || isAbsolute(name) ? name : join(dirname(desiredStatePath), name);
    try {
      const references = await read(file);
      if (references.length === 0)
        problems.push(`${locate(path)}: The file ${JSON.stringify(file)} names no resource.`);
      // Not push with spread: a million arguments are too many for a call.
      for (const reference of references) listed[statement]?.push({ ...reference, file });
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      problems.push(`${locate(path)}: ${error.message}${error.hint.map((line) => ` ${line}`).join("")}`);
    }
  }
  if (problems.length > 0) throw new CrosstagError({ code: "configuration", message: problems.join("\n") });
  return {
    state: {
      ...state,
      statements: state.statements.map((statement, index) => complete(statement, listed[index] ?? [])),
    },
    locate: (path) => locateListed(path, state, listed) ?? locate(path),
  };
}

function filesOf({ select: { file } }: ParsedStatement, statement: number): readonly SelectionFile[] {
  const path = ["statements", statement, "select", "file"];
  if (file === undefined) return [];
  if (typeof file === "string") return [{ name: file, path, statement }];
  return file.map((name, position) => ({ name, path: [...path, position], statement }));
}

/** Standard input can be read once: a second reader finds it empty. */
function refuseSecondReader(
  files: readonly SelectionFile[],
  desiredStatePath: string,
  locate: (path: DesiredStatePath) => string,
): void {
  const readers = files.filter(({ name }) => name === "-").map(({ path }) => locate(path));
  const first = desiredStatePath === "-" ? "the desired state itself" : readers.shift();
  if (readers.length === 0) return;
  throw new CrosstagError({
    code: "configuration",
    message: readers.map((reader) => `${reader}: Standard input is read already, by ${first}.`).join("\n"),
    hint: "Standard input (-) can be named only once. Write one of the lists to a file.",
  });
}

/** A file that several statements name is read once. */
function memoized<Result>(read: (file: string) => Promise<Result>): (file: string) => Promise<Result> {
  const results = new Map<string, Promise<Result>>();
  return (file) => {
    const result = results.get(file) ?? read(file);
    results.set(file, result);
    return result;
  };
}

function complete(statement: ParsedStatement, listed: readonly PlacedReference[]): ParsedStatement {
  const { file, ...select } = statement.select;
  if (file === undefined) return statement;
  return {
    ...statement,
    select: { ...select, references: [...namesIn(select), ...listed.map((one) => one.reference)] },
  };
}

function namesIn({ references = [] }: Pick<ParsedSelection, "references">): readonly string[] {
  return references;
}

/** Where a reference stands in the selection file that it comes from, or where the file is named. */
function locateListed(
  [top, index, select, list, position]: DesiredStatePath,
  { statements }: ParsedDesiredState,
  listed: readonly (readonly PlacedReference[])[],
): string | undefined {
  if (top !== "statements" || typeof index !== "number" || select !== "select" || list !== "references")
    return undefined;
  const statement = statements[index];
  if (statement === undefined || typeof position !== "number") return undefined;
  const reference = listed[index]?.[position - namesIn(statement.select).length];
  if (reference === undefined) return undefined;
  const file = reference.file === "-" ? "standard input" : reference.file;
  return reference.line === undefined ? file : `${file}:${reference.line}`;
}
