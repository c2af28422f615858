import type { ZodType, z } from "zod";

/** How an operation answers: one JSON document, JSON lines as they become known, or server-sent events. */
export type AnswerForm = "json" | "json-lines" | "events";

/** One operation: where it is reached over HTTP, what goes in and what comes out. */
export interface OperationDefinition<
  Input extends ZodType = ZodType,
  Output extends ZodType = ZodType,
  Name extends string = string,
> {
  /** Stable id in kebab case; permissions of tokens name it. */
  readonly name: Name;
  /** As documentation names it: `TagResource`. */
  readonly title: string;
  /** One sentence: what it does. */
  readonly summary: string;
  /** GET only for operations that change nothing, here or in a cloud. */
  readonly method: "get" | "post";
  /** With parameters in braces: `/v1/runs/{run}`. Each parameter is a field of `input`. */
  readonly path: string;
  /** `read`: changes nothing. `plan`: changes nothing in a cloud. `write`: changes tags. `delete`: deletes key material. */
  readonly effect: "read" | "plan" | "write" | "delete";
  /** The fields of the path, the query (GET) and the body (POST), together. */
  readonly input: Input;
  /** The document; for `json-lines` and `events`, each line or the data of each event. */
  readonly output: Output;
  /** Default: `json`. */
  readonly answers: AnswerForm;
  /** The status of success. 207: some resources failed; the same document. */
  readonly statuses: readonly number[];
}

/** What `defineOperation` takes: the fields with defaults may be left out. */
type OperationInput<Input extends ZodType, Output extends ZodType, Name extends string> = Omit<
  OperationDefinition<Input, Output, Name>,
  "answers" | "statuses"
> &
  Partial<Pick<OperationDefinition, "answers" | "statuses">>;

/** Returns the definition with its defaults: `json`, and status 200. */
export function defineOperation<Input extends ZodType, Output extends ZodType, const Name extends string>(
  definition: OperationInput<Input, Output, Name>,
): OperationDefinition<Input, Output, Name> {
  return { answers: "json", statuses: [200], ...definition };
}

/** What a caller of an operation passes. */
export type OperationRequest<Definition extends OperationDefinition> = z.input<Definition["input"]>;

/** The same data, not to be changed: what the engine returns is. */
export type Unchangeable<Value> = Value extends readonly (infer Item)[]
  ? readonly Unchangeable<Item>[]
  : Value extends object
    ? { readonly [Field in keyof Value]: Unchangeable<Value[Field]> }
    : Value;

/** What an operation answers. */
export type OperationAnswer<Definition extends OperationDefinition> = Unchangeable<z.output<Definition["output"]>>;
