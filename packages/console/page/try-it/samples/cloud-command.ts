import type { RequestParameters } from "./sample.ts";
import { shellCommand, shellWord } from "./shell-command.ts";

/** Where a command of a cloud sends to. */
export interface CommandPlace {
  readonly region: string;
  readonly endpoint: string;
  /** Whether the endpoint is that of the cloud itself, which commands know. */
  readonly live: boolean;
}

/** The command of the AWS CLI. */
export function awsCommand(operation: string, parameters: RequestParameters, place: CommandPlace): string {
  const options = Object.entries(parameters).map(([name, value]) => `--${kebabCase(name)}${awsValue(value)}`);
  const endpoint = place.live ? [] : [`--endpoint-url ${place.endpoint}`];
  return shellCommand(`aws kms ${kebabCase(operation)}`, [...options, `--region ${place.region}`, ...endpoint]);
}

/** The command of Alibaba Cloud's CLI. */
export function aliyunCommand(operation: string, parameters: RequestParameters, place: CommandPlace): string {
  const options = flattened(parameters).map(([name, value]) => `--${name} ${shellWord(value)}`);
  const region = "RegionId" in parameters ? [] : [`--region ${place.region}`];
  const endpoint = place.live ? [] : [`--endpoint ${new URL(place.endpoint).host} --insecure`];
  return shellCommand(`aliyun kms ${operation}`, [...options, ...region, ...endpoint]);
}

/** The parameters as a form has them: lists become `Name.1`, objects `Name.Field`. */
export function flattened(value: RequestParameters): readonly (readonly [name: string, value: string])[] {
  return Object.entries(value).flatMap(([name, each]) => flatten(name, each));
}

function flatten(name: string, value: unknown): readonly (readonly [string, string])[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown, index) => flatten(`${name}.${index + 1}`, item));
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([field, item]) => flatten(`${name}.${field}`, item));
  return [[name, typeof value === "string" ? value : JSON.stringify(value)]];
}

function awsValue(value: unknown): string {
  if (value === true) return "";
  if (Array.isArray(value) && value.every((item) => typeof item === "string"))
    return ` ${value.map(shellWord).join(" ")}`;
  return ` ${shellWord(typeof value === "string" ? value : JSON.stringify(value))}`;
}

function kebabCase(name: string): string {
  return name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();
}
