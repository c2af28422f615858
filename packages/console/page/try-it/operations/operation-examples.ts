import { isBlank, withField } from "../form/change-field.ts";
import type { FormObject, FormValue } from "../form/form-value.ts";
import type { Parameter } from "../form/parameter.ts";

/** Fills required fields of Crosstag's own operations that are empty, as far as an example makes sense. */
export function withOwnExamples(
  parameters: readonly Parameter[],
  values: FormObject,
  references: readonly string[],
): FormObject {
  const examples: Readonly<Record<string, FormValue>> = {
    resource: references[0] ?? "",
    resources: references.slice(0, 2),
    tags: [{ key: "Purpose", value: "Test" }],
    tagKeys: ["Purpose"],
    clouds: ["aws", "alibaba"],
    ...(parameters.some(({ name }) => name === "dryRun") && { dryRun: "true" }),
  };
  return parameters
    .filter((parameter) => isWanted(parameter) && isBlank(values[parameter.name]))
    .reduce((filled, { name }) => withField(filled, name, examples[name] ?? filled[name] ?? ""), values);
}

function isWanted({ name, required }: Parameter): boolean {
  return required === true || name === "tagKeys" || name === "dryRun";
}
