import type { OperationDefinition } from "@crosstag/operations";
import { operationRequest } from "../../api/operation-request.ts";
import { postCurl } from "../samples/curl-command.ts";
import type { RequestParameters, Sample } from "../samples/sample.ts";
import { shellCommand, shellWord } from "../samples/shell-command.ts";
import { crosstagTypeScript, literal } from "../samples/type-script.ts";

/** One request of Crosstag's own operation: on the command line, in a program, and over HTTP. */
export function operationSamples(
  operation: OperationDefinition,
  parameters: RequestParameters,
  origin: string,
): readonly Sample[] {
  const { name } = operation;
  const command = commandOf(name, parameters);
  const program = programOf(name, parameters);
  const { address, body } = operationRequest(operation, parameters);
  const url = `${origin}${address}`;
  return [
    ...(command === undefined ? [] : [{ label: "Crosstag", code: command }]),
    ...(program === undefined ? [] : [{ label: "TypeScript", code: crosstagTypeScript(program) }]),
    {
      label: "curl",
      code:
        body === undefined
          ? shellCommand("curl", ['--header "Authorization: Bearer $CROSSTAG_TOKEN"', shellWord(url)])
          : postCurl(url, body),
    },
  ];
}

function commandOf(name: string, parameters: RequestParameters): string | undefined {
  const resources = textsOf(parameters["resources"]).map(shellWord);
  const dryRun = parameters["dryRun"] === true ? ["--dry-run"] : [];
  switch (name) {
    case "tag-resource":
      return shellCommand("crosstag tag", [
        ...resources,
        ...Object.entries({ ...Object(parameters["tags"]) }).map(
          ([key, value]) => `--set ${shellWord(`${key}=${textOf(value)}`)}`,
        ),
        ...dryRun,
      ]);
    case "untag-resource":
      return shellCommand("crosstag untag", [
        ...resources,
        ...textsOf(parameters["tagKeys"]).map((key) => `--key ${shellWord(key)}`),
        ...(parameters["all"] === true ? ["--all"] : []),
        ...dryRun,
      ]);
    case "list-tags":
      return shellCommand("crosstag list", resources);
    case "list-clouds":
      return "crosstag clouds";
    case "list-runs":
      return "crosstag runs";
    default:
      return undefined;
  }
}

const METHODS: Readonly<Record<string, string>> = {
  "tag-resource": "tagResource",
  "untag-resource": "untagResource",
};

function programOf(name: string, parameters: RequestParameters): string | undefined {
  const method = METHODS[name];
  if (method !== undefined)
    return `const result = await crosstag.${method}(${literal(parameters)});\nconsole.log(result.counts);`;
  if (name === "list-tags")
    return `for await (const entry of crosstag.listTags(${literal(parameters)})) {\n  console.log(entry);\n}`;
  return undefined;
}

function textsOf(value: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  return items.filter((item) => typeof item === "string");
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
