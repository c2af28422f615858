import { withField } from "./change-field.ts";
import { Description } from "./description.tsx";
import type { FieldProps, FormParts } from "./field-props.ts";
import { MAP_ENTRY, objectOf, type FormObject } from "./form-value.ts";
import { ListField, type RowProps } from "./list-field.tsx";
import type { Parameter } from "./parameter.ts";
import { TextField } from "./text-field.tsx";
import { TextRow } from "./text-row.tsx";

interface FieldsProps {
  readonly parameters: readonly Parameter[];
  readonly values: FormObject;
  readonly onChange: (values: FormObject) => void;
  readonly form: FormParts;
  /** Of the object that has these fields: `Tags.0.`; empty for the form itself. */
  readonly prefix: string;
}

/** A field for each parameter. */
export function ParameterFields({ parameters, values, onChange, form, prefix }: FieldsProps) {
  return parameters.map((parameter) => (
    <ParameterField
      key={parameter.name}
      parameter={parameter}
      path={prefix + parameter.name}
      value={values[parameter.name] ?? ""}
      onChange={(value) => onChange(withField(values, parameter.name, value))}
      form={form}
    />
  ));
}

function ParameterField(props: FieldProps) {
  switch (props.parameter.type) {
    case "array":
    case "map":
      return <ListField {...props} Row={Row} />;
    case "object":
      return <ObjectField {...props} />;
    default:
      return <TextField {...props} />;
  }
}

function ObjectField({ parameter: { name, description, children }, path, value, onChange, form }: FieldProps) {
  return (
    <fieldset className="try-group">
      <legend>
        <code>{name}</code>
      </legend>
      <Description text={description} />
      <ParameterFields
        parameters={children ?? []}
        values={objectOf(value)}
        onChange={onChange}
        form={form}
        prefix={`${path}.`}
      />
    </fieldset>
  );
}

/** One row of a list: a text, or the fields of an object. */
function Row(props: RowProps) {
  const { parameter, path, index, value, onChange, form } = props;
  const fields = parameter.type === "map" ? MAP_ENTRY : parameter.children;
  if (fields === undefined) return <TextRow {...props} />;
  return (
    <div className="try-cells">
      <ParameterFields
        parameters={fields}
        values={objectOf(value)}
        onChange={onChange}
        form={form}
        prefix={`${path}.${index}.`}
      />
    </div>
  );
}
