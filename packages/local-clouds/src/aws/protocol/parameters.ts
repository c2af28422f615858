import { isStructure } from "../../is-structure.ts";
import { ModelChecks, wrongType, type StringConstraints } from "./model-checks.ts";

export interface TagParameter {
  readonly key: string;
  readonly value: string;
}

/** A tag as Secrets Manager and ACM take it: without a value, or with an empty one. */
export interface ValuelessTag {
  readonly key: string;
  readonly value: string | undefined;
}

/** What a model says about a list of texts and about each of them. */
interface ListConstraints extends StringConstraints {
  /** The largest number of texts. */
  readonly most?: number;
}

/** A structure in a request, and the path that names it in a refusal. */
export interface StructureIn {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly path: string;
}

/** The largest lengths of a tag's key and value. */
export interface TagLengths {
  /** Of a key. */
  readonly key: number;
  /** Of a value. */
  readonly value: number;
}

/** What a service's model says about the tags of a request. */
interface TagModel {
  readonly lengths: TagLengths;
  /** Default: any characters. */
  readonly pattern?: RegExp;
  /** The pattern as a refusal shows it. */
  readonly patternText?: string;
  readonly lengthOf: (text: string) => number;
}

/**
 * Reads an operation's input. A value of the wrong JSON type is refused immediately; broken constraints are collected
 * and refused together by `check()`, in AWS's words (recorded, verified 2026-11-22): 1-based indices, lower camel case,
 * the offending value in full.
 */
export class Parameters {
  readonly #input: Readonly<Record<string, unknown>>;
  readonly #checks = new ModelChecks();

  constructor(input: Readonly<Record<string, unknown>>) {
    this.#input = input;
  }

  /** Throws the `ValidationException` for all problems found so far. */
  check(): void {
    this.#checks.refuse();
  }

  string(name: string, constraints: StringConstraints = {}): string {
    return this.optionalString(name, constraints) ?? this.#checks.missing(lowerCamel(name));
  }

  optionalString(name: string, constraints: StringConstraints = {}): string | undefined {
    return this.#checks.text(this.#input[name], lowerCamel(name), constraints);
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
    if (value < minimum) this.#checks.violate(String(value), path, `have value greater than or equal to ${minimum}`);
    if (value > maximum) this.#checks.violate(String(value), path, `have value less than or equal to ${maximum}`);
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
    const text = this.#checks.text(this.#input[name], lowerCamel(name), {});
    if (text === undefined) return undefined;
    const bytes = Buffer.from(text, "base64");
    if (bytes.length === 0)
      this.#checks.violate("[binary]", lowerCamel(name), "have length greater than or equal to 1");
    if (bytes.length > maximum) {
      this.#checks.violate("[binary]", lowerCamel(name), `have length less than or equal to ${maximum}`);
    }
    return bytes;
  }

  bytes(name: string, maximum: number): Buffer {
    const bytes = this.optionalBytes(name, maximum);
    if (bytes === undefined) this.#checks.missing(lowerCamel(name));
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
    return this.optionalList(name) ?? (this.#checks.missing(lowerCamel(name)), []);
  }

  /** A list whose length the model limits. */
  listOfLength(name: string, minimum: number, maximum: number): readonly unknown[] {
    const items = this.list(name);
    if (this.#input[name] === undefined) return items;
    const path = lowerCamel(name);
    if (items.length < minimum) this.#checks.violate("[]", path, `have length greater than or equal to ${minimum}`);
    if (items.length > maximum) this.#checks.violate("[...]", path, `have length less than or equal to ${maximum}`);
    return items;
  }

  /** A list of structures, each with the path that names it in a refusal. */
  optionalStructures(name: string, maximum: number): readonly StructureIn[] {
    const items = this.optionalList(name) ?? [];
    const path = lowerCamel(name);
    if (items.length > maximum) this.#checks.violate("[...]", path, `have length less than or equal to ${maximum}`);
    return items.map((fields, index) => {
      if (!isStructure(fields)) throw wrongType(name, "a list of structures");
      return { fields, path: `${path}.${index + 1}.member` };
    });
  }

  /** A field of a structure. */
  textIn({ fields, path }: StructureIn, name: string, constraints: StringConstraints): string | undefined {
    return this.#checks.text(fields[name], `${path}.${lowerCamel(name)}`, constraints);
  }

  /** A field of a structure that is a list of texts. Absent: empty. */
  textsIn({ fields, path }: StructureIn, name: string, constraints: ListConstraints = {}): readonly string[] {
    return this.#texts(fields[name] ?? [], path === "" ? lowerCamel(name) : `${path}.${lowerCamel(name)}`, constraints);
  }

  /** A list of texts. Absent: empty. */
  optionalTexts(name: string, constraints: ListConstraints = {}): readonly string[] {
    return this.textsIn({ fields: this.#input, path: "" }, name, constraints);
  }

  /** A structure. Absent: one without fields. */
  structure(name: string): StructureIn {
    const fields = this.#input[name] ?? {};
    if (!isStructure(fields)) throw wrongType(name, "a structure");
    return { fields, path: lowerCamel(name) };
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
    if (tokens.length > 10) this.#checks.violate("[...]", "grantTokens", "have length less than or equal to 10");
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
  valuelessTags(items: readonly unknown[], { lengths, ...model }: TagModel): ValuelessTag[] {
    return items.map((item, index) => {
      if (!isStructure(item)) throw wrongType("Tags", "a structure");
      const path = `tags.${index + 1}.member`;
      return {
        key: this.#element(item["Key"], `${path}.key`, { minimum: 1, maximum: lengths.key, ...model }),
        value: this.#checks.text(item["Value"], `${path}.value`, { maximum: lengths.value, ...model }),
      };
    });
  }

  tagKeys(items: readonly unknown[], lengthOf: (text: string) => number, maximum = 128): string[] {
    return items.map((item, index) =>
      this.#element(item, `tagKeys.${index + 1}.member`, { minimum: 1, maximum, lengthOf }),
    );
  }

  #texts(items: unknown, path: string, { most = Infinity, ...constraints }: ListConstraints): readonly string[] {
    if (!Array.isArray(items)) throw wrongType(path, "a list");
    if (items.length > most) this.#checks.violate("[...]", path, `have length less than or equal to ${most}`);
    return items.map((item, index) => this.#element(item, `${path}.${index + 1}.member`, constraints));
  }

  #element(value: unknown, path: string, constraints: StringConstraints): string {
    return this.#checks.text(value, path, constraints) ?? this.#checks.missing(path);
  }
}

function lowerCamel(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
