import { isMap } from "../text/json-of.ts";
import type { ErrorCode } from "../model/crosstag-error.ts";

/** What is wrong with a value, as a sentence without the value itself (it may be a tag's); undefined: nothing. */
export type ShapeCheck = (value: unknown, name: string) => string | undefined;

/** A check for every field of a record, none forgotten. */
export type RecordShape<Type> = { readonly [Field in keyof Type]-?: ShapeCheck };

export const text: ShapeCheck = (value, name) => (typeof value === "string" ? undefined : `${name} must be a string.`);

/** A whole number that is not negative. */
export const count: ShapeCheck = (value, name) =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0
    ? undefined
    : `${name} must be a whole number from 0.`;

export const positiveNumber: ShapeCheck = (value, name) =>
  typeof value === "number" && Number.isFinite(value) && value >= 0 ? undefined : `${name} must be a number from 0.`;

export const isoTime: ShapeCheck = (value, name) =>
  typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value))
    ? undefined
    : `${name} must be an ISO time.`;

export function matching(pattern: RegExp, what: string): ShapeCheck {
  return (value, name) => (typeof value === "string" && pattern.test(value) ? undefined : `${name} must be ${what}.`);
}

export function exactly(expected: string | number): ShapeCheck {
  return (value, name) => (value === expected ? undefined : `${name} must be ${JSON.stringify(expected)}.`);
}

/** One of the names of a table; a table, so that the compiler sees that none is missing. */
export function oneOf<Name extends string>(table: Readonly<Record<Name, true>>): ShapeCheck {
  return (value, name) =>
    typeof value === "string" && Object.hasOwn(table, value)
      ? undefined
      : `${name} must be one of ${Object.keys(table).join(", ")}.`;
}

export function listOf(check: ShapeCheck): ShapeCheck {
  return (value, name) => {
    if (!Array.isArray(value)) return `${name} must be a list.`;
    for (let index = 0; index < value.length; index += 1) {
      const problem = check(value[index], `${name}[${index}]`);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

/** An object with any words for fields, such as tag keys. */
export function valuesOf(check: ShapeCheck): ShapeCheck {
  return (value, name) => {
    if (!isMap(value)) return `${name} must be an object.`;
    for (const one of Object.values(value)) {
      const problem = check(one, `every value in ${name}`);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

/** Absent, or as the check says. */
export function optional(check: ShapeCheck): ShapeCheck {
  return (value, name) => (value === undefined ? undefined : check(value, name));
}

/** An object with these fields and no other: another may mean something that would be lost. */
export function fields<Type>(shape: RecordShape<Type>): ShapeCheck {
  const checks = Object.entries<ShapeCheck>(shape);
  return (value, name) => {
    if (!isMap(value)) return `${name} must be an object.`;
    let present = 0;
    for (const [field, check] of checks) {
      const own = Object.hasOwn(value, field) ? value[field] : undefined;
      if (own !== undefined) present += 1;
      const problem = check(own, `\`${field}\` of ${name}`);
      if (problem !== undefined) return problem;
    }
    const given = Object.keys(value);
    if (given.length === present) return undefined;
    const unknown = given.find((field) => !Object.hasOwn(shape, field));
    return unknown === undefined ? undefined : `${name} has a field ${JSON.stringify(unknown)}, which is unknown.`;
  };
}

/** Every error code; the compiler sees to it. */
export const errorCode: ShapeCheck = oneOf<ErrorCode>({
  "invalid-request": true,
  unsupported: true,
  configuration: true,
  "confirmation-required": true,
  "not-found": true,
  "access-denied": true,
  unauthenticated: true,
  "managed-by-cloud": true,
  "invalid-state": true,
  conflict: true,
  "limit-exceeded": true,
  "tag-refused": true,
  "policy-refused": true,
  refused: true,
  throttled: true,
  unavailable: true,
  "deadline-exceeded": true,
  canceled: true,
  internal: true,
});
