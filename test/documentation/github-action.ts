import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { REPOSITORY } from "./pages.ts";
import type { RecipeFolder } from "./recipe-folder.ts";

export interface ActionStep {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string>>;
}

export interface Action {
  readonly name: string;
  readonly description: string;
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly ActionStep[] };
}

export interface ActionResult {
  /** Of the last step that ran. */
  readonly exitCode: number | null;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly log: string;
}

export function readRecipe(path: string): unknown {
  return parse(readFileSync(`${REPOSITORY}docs/recipes/${path}`, "utf8"));
}

/** Every `${{ … }}` of a text. */
export function expressionsIn(text: string): readonly string[] {
  return Array.from(text.matchAll(/\$\{\{\s*(.*?)\s*\}\}/gs), ([, expression = ""]) => expression);
}

/** Runs the steps of a composite action as GitHub does: each as a file for bash, and none after a step that fails. */
export async function runAction(
  { inputs, outputs, runs }: Action,
  given: Readonly<Record<string, string>>,
  folder: RecipeFolder,
): Promise<ActionResult> {
  const known = new Map<string, string>();
  for (const [name, { default: value }] of Object.entries(inputs)) known.set(`inputs.${name}`, given[name] ?? value);
  // An unknown value is empty, as on GitHub.
  const evaluate = (text: string) =>
    text.replaceAll(/\$\{\{\s*(.*?)\s*\}\}/gs, (_, expression: string) => known.get(expression) ?? "");
  let exitCode: number | null = 0;
  let log = "";
  for (const [index, { id = String(index), run = "", env = {} }] of runs.steps.entries()) {
    const script = `../step-${index}.sh`;
    await folder.write(script, evaluate(run));
    await folder.write("../output", "");
    const environment = {
      ...Object.fromEntries(Object.entries(env).map(([name, value]) => [name, evaluate(value)])),
      GITHUB_OUTPUT: "../output",
      GITHUB_STEP_SUMMARY: "../summary",
    };
    const result = await folder.bash(["--noprofile", "--norc", "-eo", "pipefail", script], environment);
    log += result.stdout + result.stderr;
    for (const line of (await folder.read("../output")).split("\n")) {
      const at = line.indexOf("=");
      if (at > 0) known.set(`steps.${id}.outputs.${line.slice(0, at)}`, line.slice(at + 1));
    }
    ({ exitCode } = result);
    if (exitCode !== 0) break;
  }
  return {
    exitCode,
    outputs: Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, evaluate(value)])),
    summary: await folder.read("../summary"),
    log,
  };
}
