import type { CommandPlace } from "./cloud-command.ts";
import type { RequestParameters } from "./sample.ts";

/** A program with the SDK of AWS. */
export function awsTypeScript(operation: string, parameters: RequestParameters, place: CommandPlace): string {
  const endpoint = place.live ? "" : `, endpoint: ${JSON.stringify(place.endpoint)}`;
  return [
    `import { KMSClient, ${operation}Command } from "@aws-sdk/client-kms";`,
    "",
    `const kms = new KMSClient({ region: ${JSON.stringify(place.region)}${endpoint} });`,
    `const answer = await kms.send(new ${operation}Command(${literal(parameters)}));`,
    "console.log(answer);",
  ].join("\n");
}

/** A program with the SDK of Alibaba Cloud. */
export function alibabaTypeScript(operation: string, parameters: RequestParameters, place: CommandPlace): string {
  const { host, protocol } = new URL(place.endpoint);
  const method = lowerFirst(operation);
  const fields = Object.entries(parameters).map(
    ([name, value]) => `  ${lowerFirst(name)}: ${alibabaValue(`${operation}Request${name}`, value)},`,
  );
  return [
    'import credentials from "@alicloud/credentials";',
    'import kms from "@alicloud/kms20160120";',
    'import openApi from "@alicloud/openapi-client";',
    "",
    "const config = new openApi.Config({",
    "  credential: new credentials.default(),",
    `  regionId: ${JSON.stringify(place.region)},`,
    `  endpoint: ${JSON.stringify(host)},`,
    `  protocol: ${JSON.stringify(protocol.slice(0, -1))},`,
    "});",
    ...(fields.length === 0
      ? [`const request = new kms.${operation}Request({});`]
      : [`const request = new kms.${operation}Request({`, ...fields, "});"]),
    `const { body } = await new kms.default(config).${method}(request);`,
    "console.log(body);",
  ].join("\n");
}

/** The SDK sends objects in lists only if they are models. */
function alibabaValue(model: string, value: unknown): string {
  if (!Array.isArray(value) || !value.some((item) => typeof item === "object")) return JSON.stringify(value);
  const items: readonly unknown[] = value;
  return `[${items.map((item) => `new kms.${model}(${inlineLiteral(lowerNames(item))})`).join(", ")}]`;
}

function lowerNames(value: unknown): object {
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, field]) => [lowerFirst(name), field]))
    : {};
}

/** A call of Crosstag. */
export function crosstagTypeScript(call: string): string {
  return [
    'import { openCrosstag } from "@crosstag/clouds";',
    "",
    "const crosstag = await openCrosstag();",
    call,
    "await crosstag.close();",
  ].join("\n");
}

/** A value as TypeScript writes it, on several lines. */
export function literal(value: unknown): string {
  return withoutQuotedNames(JSON.stringify(value, undefined, 2));
}

function inlineLiteral(value: object): string {
  const fields = Object.entries(value).map(([name, field]) => `${name}: ${JSON.stringify(field)}`);
  return `{ ${fields.join(", ")} }`;
}

function withoutQuotedNames(json: string): string {
  return json.replaceAll(/^(?<indent> *)"(?<name>[A-Za-z_$][\w$]*)":/gm, "$<indent>$<name>:");
}

function lowerFirst(name: string): string {
  return name.slice(0, 1).toLowerCase() + name.slice(1);
}
