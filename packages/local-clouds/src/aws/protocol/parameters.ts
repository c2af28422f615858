import type { CloudError } from "../../server/cloud.ts";
import { awsError } from "./aws-error.ts";
import { isStructure } from "../../is-structure.ts";

interface StringConstraints {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: RegExp;
  readonly values?: readonly string[];
  /** How its length is counted; default: UTF-16 units. */
  readonly lengthOf?: (text: string) => number;
}

export interface TagParameter {
  readonly key: string;
  readonly value: string;
}

/** A tag as Secrets Manager and ACM take it: without a value, or with an empty one. */
export interface ValuelessTag {
  readonly key: string;
  readonly value: string | undefined;
}

/** A structure in a list of a request, and the path that names it in a refusal. */
export interface StructureInList {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly path: string;
}

/** What a service's model says about the tags of a request. */
interface TagModel {
  /** Default: any characters. */
  readonly pattern?: RegExp;
  readonly lengthOf: (text: string) => number;
}

/**
 * Reads an operation's input. A value of the wrong JSON type is refused immediately; broken constraints are collected
 * and refused together by `check()`, in AWS's words (recorded, verified 2026-11-22): 1-based indices, lower camel case,
 * the offending value in full.
 */
export class Parameters {
  readonly #input: Readonly<Record<string, unknown>>;
  readonly #violations: string[] = [];

  constructor(input: Readonly<Record<string, unknown>>) {
    this.#input = input;
  }

  /** Throws the `ValidationException` for all problems found so far. */
  check(): void {
    const count = this.#violations.length;
    if (count === 0) return;
    const errors = count === 1 ? "1 validation error" : `${count} validation errors`;
    throw awsError("ValidationException", `${errors} detected: ${this.#violations.join("; ")}`);
  }

  string(name: string, constraints: StringConstraints = {}): string {
    return this.optionalString(name, constraints) ?? this.#missing(lowerCamel(name));
  }

  optionalString(name: string, constraints: StringConstraints = {}): string | undefined {
    return this.#text(this.#input[name], lowerCamel(name), constraints);
  }

  /** "key ID or key ARN", and for some operations an alias: distinguished when the key is looked up. */
  keyId(name = "KeyId"): string {
    return this.string(name, { minimum: 1, maximum: 2048 });
  }

  optionalInteger(name: string, minimum: number, maximum: number): number | undefined {
    const value = this.#input[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== "number") throw wrongType(name, "a number");
    const path = lowerCamel(name);
    if (value < minimum) this.#violate(String(value), path, `have value greater than or equal to ${minimum}`);
    if (value > maximum) this.#violate(String(value), path, `have value less than or equal to ${maximum}`);
    return Math.trunc(value);
  }

  optionalBoolean(name: string): boolean | undefined {
    const value = this.#input[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== "boolean") throw wrongType(name, "a boolean");
    return value;
  }

  /** Base64 in JSON. */
  optionalBytes(name: string, maximum: number): Buffer | undefined {
    const text = this.#text(this.#input[name], lowerCamel(name), {});
    if (text === undefined) return undefined;
    const bytes = Buffer.from(text, "base64");
    if (bytes.length === 0) this.#violate("[binary]", lowerCamel(name), "have length greater than or equal to 1");
    if (bytes.length > maximum) {
      this.#violate("[binary]", lowerCamel(name), `have length less than or equal to ${maximum}`);
    }
    return bytes;
  }

  bytes(name: string, maximum: number): Buffer {
    const bytes = this.optionalBytes(name, maximum);
    if (bytes === undefined) this.#missing(lowerCamel(name));
    return bytes ?? Buffer.alloc(0);
  }

  /** Seconds since 1970 in JSON; milliseconds here. */
  optionalTime(name: string): number | undefined {
    const value = this.#input[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== "number") throw wrongType(name, "a number");
    return value * 1000;
  }

  list(name: string): readonly unknown[] {
    return this.optionalList(name) ?? (this.#missing(lowerCamel(name)), []);
  }

  /** A list whose length the model limits. */
  listOfLength(name: string, minimum: number, maximum: number): readonly unknown[] {
    const items = this.list(name);
    if (this.#input[name] === undefined) return items;
    const path = lowerCamel(name);
    if (items.length < minimum) this.#violate("[]", path, `have length greater than or equal to ${minimum}`);
    if (items.length > maximum) this.#violate("[...]", path, `have length less than or equal to ${maximum}`);
    return items;
  }

  /** A list of structures, each with the path that names it in a refusal. */
  optionalStructures(name: string, maximum: number): readonly StructureInList[] {
    const items = this.optionalList(name) ?? [];
    const path = lowerCamel(name);
    if (items.length > maximum) this.#violate("[...]", path, `have length less than or equal to ${maximum}`);
    return items.map((fields, index) => {
      if (!isStructure(fields)) throw wrongType(name, "a list of structures");
      return { fields, path: `${path}.${index + 1}.member` };
    });
  }

  /** A field of a structure. */
  textIn({ fields, path }: StructureInList, name: string, constraints: StringConstraints): string | undefined {
    return this.#text(fields[name], `${path}.${lowerCamel(name)}`, constraints);
  }

  /** A field of a structure that is a list of texts. */
  textsIn(
    { fields, path }: StructureInList,
    name: string,
    { most, ...constraints }: StringConstraints & { readonly most: number },
  ): readonly string[] {
    const items = fields[name] ?? [];
    if (!Array.isArray(items)) throw wrongType(name, "a list");
    const place = `${path}.${lowerCamel(name)}`;
    if (items.length > most) this.#violate("[...]", place, `have length less than or equal to ${most}`);
    return items.map((item, index) => this.#element(item, `${place}.${index + 1}.member`, constraints));
  }

  optionalList(name: string): readonly unknown[] | undefined {
    const value = this.#input[name];
    if (value === undefined || value === null) return undefined;
    if (!Array.isArray(value)) throw wrongType(name, "a list");
    return value;
  }

  /** `GrantTokens`, which local clouds ignore: they have no grants. */
  checkGrantTokens(): void {
    const tokens = this.optionalList("GrantTokens") ?? [];
    if (tokens.length > 10) this.#violate("[...]", "grantTokens", "have length less than or equal to 10");
    for (const [index, token] of tokens.entries()) {
      this.#element(token, `grantTokens.${index + 1}.member`, { minimum: 1, maximum: 8192 });
    }
  }

  /**
   * `Tags` as TagResource and CreateKey take them. Lengths are checked here, everything else with the rules of tags.
   */
  tags(items: readonly unknown[], lengthOf: (text: string) => number): TagParameter[] {
    return items.map((item, index) => {
      if (!isStructure(item)) throw wrongType("Tags", "a structure");
      const path = `tags.${index + 1}.member`;
      return {
        key: this.#element(item["TagKey"], `${path}.tagKey`, { minimum: 1, maximum: 128, lengthOf }),
        value: this.#element(item["TagValue"], `${path}.tagValue`, { maximum: 256, lengthOf }),
      };
    });
  }

  /** `Tags` with the fields `Key` and `Value`, as Secrets Manager and ACM take them. */
  valuelessTags(items: readonly unknown[], { pattern, lengthOf }: TagModel): ValuelessTag[] {
    const characters = pattern === undefined ? {} : { pattern };
    return items.map((item, index) => {
      if (!isStructure(item)) throw wrongType("Tags", "a structure");
      const path = `tags.${index + 1}.member`;
      return {
        key: this.#element(item["Key"], `${path}.key`, { minimum: 1, maximum: 128, lengthOf, ...characters }),
        value: this.#text(item["Value"], `${path}.value`, { maximum: 256, lengthOf, ...characters }),
      };
    });
  }

  tagKeys(items: readonly unknown[], lengthOf: (text: string) => number): string[] {
    return items.map((item, index) =>
      this.#element(item, `tagKeys.${index + 1}.member`, { minimum: 1, maximum: 128, lengthOf }),
    );
  }

  #element(value: unknown, path: string, constraints: StringConstraints): string {
    return this.#text(value, path, constraints) ?? this.#missing(path);
  }

  #text(value: unknown, path: string, constraints: StringConstraints): string | undefined {
    if (value === undefined || value === null) return undefined;
    if (typeof value !== "string") throw wrongType(path, "a string");
    const { minimum = 0, maximum = Infinity, pattern, values, lengthOf = utf16Length } = constraints;
    // Code points are never more than UTF-16 units, so counting them is seldom needed.
    const length = value.length > maximum || value.length < minimum ? lengthOf(value) : value.length;
    if (length < minimum) this.#violate(value, path, `have length greater than or equal to ${minimum}`);
    if (length > maximum) this.#violate(value, path, `have length less than or equal to ${maximum}`);
    if (pattern !== undefined && !pattern.test(value)) {
      this.#violate(value, path, `satisfy regular expression pattern: ${pattern.source}`);
    }
    if (values !== undefined && !values.includes(value)) {
      this.#violate(value, path, `satisfy enum value set: [${values.join(", ")}]`);
    }
    return value;
  }

  #missing(path: string): string {
    this.#violations.push(`Value null at '${path}' failed to satisfy constraint: Member must not be null`);
    return "";
  }

  #violate(value: string, path: string, constraint: string): void {
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

function lowerCamel(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function wrongType(name: string, expected: string): CloudError {
  return awsError("SerializationException", `${name} must be ${expected}`);
}
