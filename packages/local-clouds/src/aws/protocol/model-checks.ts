import type { CloudError } from "../../server/cloud.ts";
import { awsError } from "./aws-error.ts";

/** What a model says about a text. */
export interface StringConstraints {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: RegExp;
  /** The pattern as a refusal shows it. Default: its source. */
  readonly patternText?: string;
  readonly values?: readonly string[];
  /** How its length is counted; default: UTF-16 units. */
  readonly lengthOf?: (text: string) => number;
}

/**
 * The constraints of a model that a request breaks, in AWS's words (recorded, verified 2026-11-22): 1-based indices, lower
 * camel case, the offending value in full.
 */
export class ModelChecks {
  readonly #violations: string[] = [];

  /** Throws the `ValidationException` for all problems found so far. */
  refuse(): void {
    const count = this.#violations.length;
    if (count === 0) return;
    const errors = count === 1 ? "1 validation error" : `${count} validation errors`;
    throw awsError("ValidationException", `${errors} detected: ${this.#violations.join("; ")}`);
  }

  /** A text; undefined if it is absent. A value of another type is refused immediately. */
  text(value: unknown, path: string, constraints: StringConstraints): string | undefined {
    if (value === undefined || value === null) return undefined;
    if (typeof value !== "string") throw wrongType(path, "a string");
    const { pattern, patternText, values } = constraints;
    this.#checkLength(value, path, constraints);
    if (pattern !== undefined && !pattern.test(value)) {
      this.violate(value, path, `satisfy regular expression pattern: ${patternText ?? pattern.source}`);
    }
    if (values !== undefined && !values.includes(value)) {
      this.violate(value, path, `satisfy enum value set: [${values.join(", ")}]`);
    }
    return value;
  }

  #checkLength(
    value: string,
    path: string,
    { minimum = 0, maximum = Infinity, lengthOf = utf16Length }: StringConstraints,
  ): void {
    // Code points are never more than UTF-16 units, so counting them is seldom needed.
    const length = value.length > maximum || value.length < minimum ? lengthOf(value) : value.length;
    if (length < minimum) this.violate(value, path, `have length greater than or equal to ${minimum}`);
    if (length > maximum) this.violate(value, path, `have length less than or equal to ${maximum}`);
  }

  missing(path: string): string {
    this.#violations.push(`Value null at '${path}' failed to satisfy constraint: Member must not be null`);
    return "";
  }

  violate(value: string, path: string, constraint: string): void {
    this.#violations.push(`Value '${value}' at '${path}' failed to satisfy constraint: Member must ${constraint}`);
  }
}

/** The length in code points ("Unicode characters"). */
export function codePointLength(text: string): number {
  let length = 0;
  for (const _codePoint of text) length += 1;
  return length;
}

export function utf16Length(text: string): number {
  return text.length;
}

export function wrongType(name: string, expected: string): CloudError {
  return awsError("SerializationException", `${name} must be ${expected}`);
}
