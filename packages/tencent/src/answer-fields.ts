import { type Answer, isObject, malformed } from "./answer.ts";

/** Readers of the fields of an object in an answer, which check their types. */
export interface AnswerFields {
  /** A text; undefined if it is empty. @throws TencentCallError `malformed` */
  readonly text: (name: string) => string | undefined;
  /** A number; undefined if it is 0. @throws TencentCallError `malformed` */
  readonly number: (name: string) => number | undefined;
  /** A time in milliseconds, which is in seconds on the wire; undefined if it is 0. @throws TencentCallError `malformed` */
  readonly time: (name: string) => number | undefined;
}

/** Readers for an object in an answer. The services return an absent field as null, as an empty text or as 0. */
export function fieldsIn(answer: Answer, fields: unknown): AnswerFields {
  const value = (name: string): unknown => (isObject(fields) ? (fields[name] ?? undefined) : undefined);
  const text = (name: string): string | undefined => {
    const given = value(name);
    if (given === undefined || given === "") return undefined;
    if (typeof given !== "string") throw malformed(answer, `a ${name} that is not text`);
    return given;
  };
  const number = (name: string): number | undefined => {
    const given = value(name);
    if (given === undefined || given === 0) return undefined;
    if (typeof given !== "number" || !Number.isSafeInteger(given) || given < 0)
      throw malformed(answer, `a ${name} that is not a number`);
    return given;
  };
  const time = (name: string): number | undefined => {
    const seconds = number(name);
    if (seconds !== undefined && seconds > 8_640_000_000_000) throw malformed(answer, `a ${name} that is not a time`);
    return seconds === undefined ? undefined : seconds * 1_000;
  };
  return { text, number, time };
}
