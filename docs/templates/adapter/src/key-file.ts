import { readFileSync, renameSync, writeFileSync } from "node:fs";

/** A key as the file has it. */
export interface StoredKey {
  state: "Enabled" | "Disabled" | "PendingDeletion";
  tags: Record<string, string>;
}

/** The content of the file: an account, and its keys by region and id. */
export interface StoredKeys {
  account: string;
  regions: Record<string, Record<string, StoredKey>>;
}

/** The names of errors, as a cloud would return them. */
export type ExampleErrorCode =
  | "KeyNotFound"
  | "InvalidState"
  | "InvalidTag"
  | "TooManyTags"
  | "InvalidCursor"
  | "Unsupported";

/** What this cloud throws. An SDK has its own class. */
export class ExampleError extends Error {
  override readonly name = "ExampleError";
  readonly code: ExampleErrorCode;

  constructor(code: ExampleErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

const TEXT = /^[A-Za-z0-9_.:/=+\-@ ]*$/;

/**
 * Stands for the SDK of a cloud: replace it. It works without waiting between reading and writing, so that requests of
 * one process do not overwrite each other.
 */
export class KeyFile {
  readonly #path: string;
  readonly #region: string;

  constructor(path: string, region: string) {
    this.#path = path;
    this.#region = region;
  }

  account(): string {
    return this.#read().account;
  }

  keyIds(): readonly string[] {
    return Object.keys(this.#read().regions[this.#region] ?? {}).toSorted();
  }

  key(id: string): StoredKey {
    return this.#find(this.#read(), id);
  }

  setTags(id: string, tags: ReadonlyMap<string, string>): void {
    this.#change(id, (key) => {
      for (const [name, value] of tags) {
        const isLong = name.length > 64 || value.length > 128;
        if (name === "" || isLong || !TEXT.test(name) || !TEXT.test(value) || name.startsWith("example:"))
          throw new ExampleError("InvalidTag", `The tag ${name}=${value} is not allowed.`);
      }
      // Not assigned one by one: a tag can be named `__proto__`.
      key.tags = Object.fromEntries([...Object.entries(key.tags), ...tags]);
      if (Object.keys(key.tags).length > 20) throw new ExampleError("TooManyTags", `${id} has too many tags.`);
    });
  }

  removeTags(id: string, names: readonly string[]): void {
    this.#change(id, (key) => {
      key.tags = Object.fromEntries(Object.entries(key.tags).filter(([name]) => !names.includes(name)));
    });
  }

  #read(): StoredKeys {
    return JSON.parse(readFileSync(this.#path, "utf8")) as StoredKeys;
  }

  #find(stored: StoredKeys, id: string): StoredKey {
    const key = stored.regions[this.#region]?.[id];
    if (key === undefined) throw new ExampleError("KeyNotFound", `There is no key ${id}.`);
    return key;
  }

  #change(id: string, change: (key: StoredKey) => void): void {
    const stored = this.#read();
    const key = this.#find(stored, id);
    if (key.state === "PendingDeletion") throw new ExampleError("InvalidState", `${id} is pending deletion.`);
    change(key);
    writeFileSync(`${this.#path}.new`, JSON.stringify(stored, undefined, 2));
    renameSync(`${this.#path}.new`, this.#path);
  }
}
