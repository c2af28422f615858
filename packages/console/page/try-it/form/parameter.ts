/** One parameter of an operation, as documentation describes it. */
export interface Parameter {
  /** As the operation spells it. */
  readonly name: string;
  /**
   * `string`, `boolean`, `integer`, `number`, `array` (of strings, or of objects if there are `children`), `object` (with
   * `children`), `map` (names with values) or `json` (anything else, typed as JSON).
   */
  readonly type: string;
  /** Default: false. */
  readonly required?: boolean | undefined;
  /** Shown in an empty field. */
  readonly placeholder?: string | undefined;
  /** What it means, in a sentence or two. */
  readonly description?: string | undefined;
  /** The fields of an object, or of each object of an array. */
  readonly children?: readonly Parameter[] | undefined;
  /** The only values that a string can have. */
  readonly options?: readonly string[] | undefined;
  /** `json`: the cloud takes the value as a text of JSON, although it is a list. Default: as it is. */
  readonly encoding?: "json" | undefined;
}
