import { readdirSync, readFileSync } from "node:fs";
import { z } from "zod";
import { REPOSITORY } from "./pages.ts";

const FOLDERS = ["aws", "alibaba", "tencent"].map((cloud) => `docs/operations/${cloud}`);

interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
  readonly children?: readonly Parameter[] | undefined;
}

const parameter: z.ZodType<Parameter> = z.lazy(() =>
  z.strictObject({
    name: z.string(),
    type: z.enum(["string", "integer", "boolean", "array"]),
    required: z.boolean(),
    description: z.string(),
    placeholder: z.string().optional(),
    options: z.array(z.string()).optional(),
    encoding: z.literal("json").optional(),
    children: z.array(parameter).optional(),
  }),
);

const operationFile = z.strictObject({
  parameters: z.array(parameter),
  example: z.strictObject({
    request: z.strictObject({
      method: z.literal("POST"),
      path: z.literal("/"),
      headers: z.record(z.string(), z.string()),
      body: z.union([z.string(), z.record(z.string(), z.unknown())]),
    }),
    response: z.strictObject({ status: z.int(), body: z.unknown().optional() }),
  }),
});

/** What the file beside a page says of its operation. @throws ZodError if it says something else */
type OperationFile = z.output<typeof operationFile>;

/** Path and text of each page of a cloud's operation. Inside its components is what they show, for readers of the file. */
export function cloudOperationPages(): readonly (readonly [path: string, text: string])[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(`${REPOSITORY}${folder}`)
      .filter((file) => file.endsWith(".mdx"))
      .map((file) => {
        const path = `${folder}/${file}`;
        return [path, pageWithTables(readFileSync(`${REPOSITORY}${path}`, "utf8"), readOperationFile(path))] as const;
      }),
  );
}

/** The file beside a page. */
function readOperationFile(page: string): OperationFile {
  const path = page.replace(/\.mdx$/, ".json");
  return operationFile.parse(JSON.parse(readFileSync(`${REPOSITORY}${path}`, "utf8")));
}

function pageWithTables(page: string, { parameters, example }: OperationFile): string {
  const table = [
    "| Name | Type | Required | Description |",
    "| --- | --- | --- | --- |",
    ...rowsOf(parameters, ""),
  ].join("\n");
  const { request, response } = example;
  const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`);
  const sent = [`${request.method} ${request.path}`, ...headers, "", textOf(request.body)];
  const answered = [`${response.status}`, ...(response.body === undefined ? [] : ["", textOf(response.body)])];
  return inside(
    inside(page, "ParamsTable", parameters.length === 0 ? "None." : table),
    "ApiExample",
    [["```text", ...sent, "```"].join("\n"), ["```text", ...answered, "```"].join("\n")].join("\n\n"),
  );
}

function inside(page: string, component: string, text: string): string {
  const pattern = new RegExp(`(<${component}[^>]*>)[\\s\\S]*?(</${component}>)`);
  if (!pattern.test(page)) throw new Error(`There is no <${component}>…</${component}> in the page:\n${page}`);
  return page.replace(pattern, (_, opening: string, closing: string) => `${opening}\n\n${text}\n\n${closing}`);
}

function rowsOf(parameters: readonly Parameter[], prefix: string): readonly string[] {
  return parameters.flatMap(({ name, type, required, description, children = [] }) => [
    `| \`${prefix}${name}\` | ${type} | ${required ? "Yes" : "No"} | ${description} |`,
    ...rowsOf(children, `${prefix}${name}[].`),
  ]);
}

function textOf(body: unknown): string {
  return typeof body === "string" ? body : JSON.stringify(body, undefined, 2);
}
