import { isStructure } from "../../is-structure.ts";
import { invalidParameter, invalidValue, missingParameter, unknownParameter } from "../errors.ts";

/** The range of a whole number, and its value if it is not given; required if there is none. */
interface IntegerBounds {
  readonly from: number;
  readonly to: number;
  readonly fallback?: number;
}

/** The parameters of a request, read by name and type. A parameter that is null is not given. */
export class Parameters {
  readonly #values: Readonly<Record<string, unknown>>;
  /** The place of a structure in a list, such as `Tags.0.`; empty for the request itself. */
  readonly #place: string;

  constructor(values: Readonly<Record<string, unknown>>, place = "") {
    this.#values = values;
    this.#place = place;
  }

  /** Refuses a parameter that is not one of these. */
  refuseUnknown(known: readonly string[]): void {
    for (const name of Object.keys(this.#values)) {
      if (!known.includes(name)) throw unknownParameter(this.#place + name);
    }
  }

  /** Whether a parameter is given, empty or not. */
  has(name: string): boolean {
    return this.#values[name] !== undefined && this.#values[name] !== null;
  }

  /** A required text. It may be empty. */
  text(name: string): string {
    const value = this.optionalText(name);
    if (value === undefined) throw missingParameter(this.#place + name);
    return value;
  }

  optionalText(name: string): string | undefined {
    const value = this.#values[name] ?? undefined;
    if (value !== undefined && typeof value !== "string") throw invalidParameter(this.#place + name, "a string");
    return value;
  }

  /** A text that must be one of these; an empty one is not given. */
  choice<Value extends string>(name: string, values: readonly Value[], fallback?: Value): Value {
    const given = this.optionalText(name);
    if (given === undefined || given === "") {
      if (fallback === undefined) throw missingParameter(this.#place + name);
      return fallback;
    }
    const value = values.find((candidate) => candidate === given);
    if (value === undefined) throw invalidValue(this.#place + name, `one of ${values.join(", ")}`);
    return value;
  }

  integer(name: string, { from, to, fallback }: IntegerBounds): number {
    const value = this.#values[name] ?? fallback;
    if (value === undefined) throw missingParameter(this.#place + name);
    if (typeof value !== "number" || !Number.isInteger(value)) {
      throw invalidParameter(this.#place + name, "a whole number");
    }
    if (value < from || value > to) throw invalidValue(this.#place + name, `from ${from} to ${to}`);
    return value;
  }

  /** A list of texts; empty if it is not given. */
  texts(name: string): readonly string[] {
    return this.#list(name).map((item, index) => {
      if (typeof item !== "string") throw invalidParameter(`${this.#place}${name}.${index}`, "a string");
      return item;
    });
  }

  /** A list of structures; empty if it is not given. */
  structures(name: string): readonly Parameters[] {
    return this.#list(name).map((item, index) => {
      if (!isStructure(item)) throw invalidParameter(`${this.#place}${name}.${index}`, "an object");
      return new Parameters(item, `${this.#place}${name}.${index}.`);
    });
  }

  #list(name: string): readonly unknown[] {
    const value = this.#values[name] ?? [];
    if (!Array.isArray(value)) throw invalidParameter(this.#place + name, "a list");
    return value;
  }
}
