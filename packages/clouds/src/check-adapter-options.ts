import { CrosstagError } from "@crosstag/core";
import type { AdapterOptionsProblem, AdapterOptionsSchema, KmsAdapter } from "@crosstag/core/driver";
import { fieldsOf } from "@crosstag/core/internal";

/**
 * Checks the `options` of a cloud with the schema of its adapter.
 * @returns the options as the schema returns them, with its defaults; undefined if there are none
 * @throws CrosstagError `configuration` with every problem
 */
export async function checkAdapterOptions(
  name: string,
  adapter: Pick<KmsAdapter, "title" | "provider" | "optionsSchema">,
  options: Readonly<Record<string, unknown>> | undefined,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { title, provider, optionsSchema: schema } = adapter;
  const path = `clouds.${name}.options`;
  if (schema === undefined) {
    if (options === undefined) return undefined;
    throw new CrosstagError({
      code: "configuration",
      provider,
      message: `${path} is set, but the adapter for ${title} has no options.`,
      hint: "Remove it, or write the setting directly under the name of the cloud.",
    });
  }
  const { problems, value } = await runSchema(schema, options ?? {}).catch((cause: unknown) => {
    throw new CrosstagError({
      code: "configuration",
      provider,
      message: `The adapter for ${title} cannot check ${path}: its check failed.`,
      hint: "Report this to the author of the adapter.",
      cause,
    });
  });
  if (problems.length === 0) return value;
  const lines = problems.map((problem) => describeProblem(path, problem));
  throw new CrosstagError({
    code: "configuration",
    provider,
    message:
      lines.length === 1
        ? (lines[0] ?? "")
        : `The options of the cloud ${JSON.stringify(name)} have ${lines.length} problems:\n${lines.map((line) => `  ${line}`).join("\n")}`,
    hint: `See the documentation of the adapter for ${title}.`,
  });
}

async function runSchema(
  schema: AdapterOptionsSchema,
  options: Readonly<Record<string, unknown>>,
): Promise<{ readonly problems: readonly AdapterOptionsProblem[]; readonly value: Readonly<Record<string, unknown>> }> {
  if (typeof schema === "function") return { problems: schema(options), value: options };
  const result = await schema["~standard"].validate(options);
  if (result.issues === undefined) return { problems: [], value: fieldsOf(result.value) };
  const problems = result.issues.map(({ message, path = [] }) => ({
    message,
    path: path.map((segment) => (typeof segment === "object" ? segment.key : segment)),
  }));
  return { problems, value: options };
}

function describeProblem(path: string, { message, path: inside = [] }: AdapterOptionsProblem): string {
  return `${[path, ...inside.map(String)].join(".")}: ${message}`;
}
