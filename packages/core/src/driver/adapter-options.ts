/** A problem of an adapter's options. */
export interface AdapterOptionsProblem {
  /** What is wrong, and how to fix it. Must not repeat the value: it may be a secret. */
  readonly message: string;
  /** Keys from the options to the value. Default: the options as a whole. */
  readonly path?: readonly PropertyKey[];
}

/**
 * How an adapter checks its options: a function that returns all problems, or a schema of any library with the interface
 * Standard Schema, version 1 (https://standardschema.dev): zod, valibot, ArkType.
 */
export type AdapterOptionsSchema =
  | ((options: Readonly<Record<string, unknown>>) => readonly AdapterOptionsProblem[])
  | StandardSchema;

/** The part of Standard Schema, version 1, that is used. */
export interface StandardSchema {
  /** The schema, as Standard Schema defines it. */
  readonly "~standard": {
    /** The version of the interface. */
    readonly version: 1;
    /** The library, for example `zod`. */
    readonly vendor: string;
    /** Checks a value. Returns the value to use, or all issues. */
    readonly validate: (value: unknown) => StandardSchemaResult | Promise<StandardSchemaResult>;
  };
}

/** The result of a check. */
export type StandardSchemaResult =
  | {
      /** The value with the defaults of the schema. */
      readonly value: unknown;
      /** What is wrong. Absent: the value is valid. */
      readonly issues?: undefined;
    }
  | {
      /** What is wrong. Absent: the value is valid. */
      readonly issues: readonly {
        /** What is wrong. */
        readonly message: string;
        /** Keys from the value to the place. */
        readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
      }[];
    };
