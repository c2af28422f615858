import { isBlank, withField } from "../form/change-field.ts";
import { emptyValues, listOf, objectOf, textOf, type FormObject, type FormValue } from "../form/form-value.ts";
import type { Parameter } from "../form/parameter.ts";

/** An error that a request can be made to have. */
export interface ProvokedError {
  readonly label: string;
  /** What is changed, and what the cloud answers. */
  readonly explanation: string;
  /** The fields with which the cloud refuses the request. */
  readonly change: (values: FormObject) => FormObject;
  /** The local cloud is configured to throttle this one request. */
  readonly throttled?: boolean | undefined;
}

/** Parameters that name resources. */
export const RESOURCE_PARAMETERS: ReadonlySet<string> = new Set(["KeyId", "keyId", "ResourceId", "ResourceList"]);

const NO_SUCH_KEY: Readonly<Record<string, string>> = {
  alibaba: "key-hzz0000000000000000000",
};
/** The form of the ids of AWS and Tencent Cloud. */
const NO_SUCH_UUID = "00000000-0000-0000-0000-000000000000";
const NO_SUCH_NAME = `qcs::kms:ap-guangzhou:uin/1:key/creatorUin/1/${NO_SUCH_UUID}`;

/** QKMS reserves no tag keys. */
const RESERVED_KEYS: Readonly<Record<string, string>> = {
  aws: "aws:owner",
  alibaba: "acs:owner",
  tencent: "qcs:owner",
};

const PROVOKED: ReadonlySet<string> = new Set([
  NO_SUCH_UUID,
  NO_SUCH_NAME,
  ...Object.values(NO_SUCH_KEY),
  ...Object.values(RESERVED_KEYS),
]);

/** Removes what an error that was provoked before has left in the fields, so that the next one is provoked alone. */
export function withoutProvoked(values: FormObject): FormObject {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      isProvoked(value) ? "" : Array.isArray(value) ? listOf(value).filter((item) => !isProvoked(item)) : value,
    ]),
  );
}

/** Empties the fields that name resources: another cloud has none of them. */
export function withoutResources(parameters: readonly Parameter[], values: FormObject): FormObject {
  const named = parameters.filter(({ name }) => RESOURCE_PARAMETERS.has(name));
  return { ...withoutProvoked(values), ...emptyValues(named) };
}

/** A tag is one if its key is one. */
function isProvoked(value: FormValue): boolean {
  return PROVOKED.has(textOf(value)) || Object.values(objectOf(value)).some((field) => PROVOKED.has(textOf(field)));
}

/** Their answers leave out a resource that does not exist, as one without tags: the cloud reports no error. */
const LISTS: ReadonlySet<string> = new Set(["GetResources", "ListTagResources"]);

/** The errors that a request of an operation with these parameters can be made to have. */
export function provokedErrors(
  cloud: string,
  operation: string,
  parameters: readonly Parameter[],
): readonly ProvokedError[] {
  const single = parameters.find(({ name, type }) => RESOURCE_PARAMETERS.has(name) && type === "string");
  const batch = parameters.find(({ name, type }) => RESOURCE_PARAMETERS.has(name) && type === "array");
  const tags = parameters.find(({ type, children }) => type === "array" && children !== undefined);
  const unknown = batch?.name === "ResourceList" ? NO_SUCH_NAME : (NO_SUCH_KEY[cloud] ?? NO_SUCH_UUID);
  const reserved = RESERVED_KEYS[cloud];
  return [
    {
      label: "Throttled",
      explanation: "The local cloud refuses this one request as one too many. Sent again, it works.",
      change: (values) => values,
      throttled: true,
    },
    ...(single === undefined ? [] : [notFound(single, unknown)]),
    ...(batch === undefined || LISTS.has(operation) ? [] : [oneBad(batch, unknown)]),
    ...(tags === undefined || reserved === undefined ? [] : [reservedKey(tags, reserved)]),
  ];
}

function notFound({ name }: Parameter, unknown: string): ProvokedError {
  return {
    label: "Not found",
    explanation: `${name} becomes the id of a key that does not exist.`,
    change: (values) => withField(values, name, unknown),
  };
}

function oneBad({ name }: Parameter, unknown: string): ProvokedError {
  return {
    label: "Batch with one bad id",
    explanation: `A key that does not exist is added to ${name}. See what becomes of the others.`,
    change: (values) => {
      const others = listOf(values[name]).filter((item) => textOf(item) !== unknown && !isBlank(item));
      return withField(values, name, [...others, unknown]);
    },
  };
}

function reservedKey({ name, children = [] }: Parameter, reserved: string): ProvokedError {
  const [key, value] = children.map((child) => child.name);
  return {
    label: "Reserved prefix",
    explanation: `The first tag key of ${name} becomes ${reserved}, which only the cloud may set.`,
    change: (values) => {
      const [first, ...others] = listOf(values[name]);
      const tag = { ...objectOf(first), ...(key !== undefined && { [key]: reserved }) };
      const text = value === undefined ? "" : textOf(objectOf(first)[value]);
      return withField(values, name, [
        { ...tag, ...(value !== undefined && { [value]: text || "somebody" }) },
        ...others,
      ]);
    },
  };
}
