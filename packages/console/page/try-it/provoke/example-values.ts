import { isBlank, withField } from "../form/change-field.ts";
import type { FormObject, FormValue } from "../form/form-value.ts";
import type { Parameter } from "../form/parameter.ts";
import { RESOURCE_PARAMETERS } from "./provoked-errors.ts";

/** What a cloud has for examples. */
export interface ExampleSource {
  readonly region: string;
  readonly keys: readonly string[];
  readonly fullNames: readonly string[];
}

/** Optional parameters without which most requests make no sense: one of several can name the resource, or what to remove. */
const WANTED: ReadonlySet<string> = new Set([...RESOURCE_PARAMETERS, "TagKey"]);
const OTHERS: readonly string[] = ["SecretName", "CertificateId", "All"];

/** Fills fields that are empty, if the request needs them, and no others. */
export function withExamples(parameters: readonly Parameter[], values: FormObject, source: ExampleSource): FormObject {
  const isOther = OTHERS.some((name) => !isBlank(values[name]));
  return parameters
    .filter(({ name, required }) => isBlank(values[name]) && (required === true || (WANTED.has(name) && !isOther)))
    .reduce((filled, parameter) => withField(filled, parameter.name, exampleOf(parameter, source)), values);
}

function exampleOf({ name, type, children, options }: Parameter, source: ExampleSource): FormValue {
  const { region, keys, fullNames } = source;
  if (type === "array" && children !== undefined) {
    const [key, value] = children.map((child) => child.name);
    return [{ ...(key !== undefined && { [key]: "Purpose" }), ...(value !== undefined && { [value]: "Test" }) }];
  }
  if (name === "ResourceList") return fullNames.slice(0, 2);
  if (name === "RegionId") return region;
  const isResource = RESOURCE_PARAMETERS.has(name);
  if (type === "array") return isResource ? keys.slice(0, 2) : ["Purpose"];
  return isResource ? (keys[0] ?? "") : (options?.[0] ?? "");
}
