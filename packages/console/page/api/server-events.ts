/** Reads server-sent events line by line, and remembers where to continue. */
export class ServerEvents {
  #data: string[] = [];
  #id: string | undefined;
  #lastId: string | undefined;

  /** The id of the last whole event that had one. */
  get lastId(): string | undefined {
    return this.#lastId;
  }

  /** Forgets an event of which only a part arrived. */
  begin(): void {
    this.#data = [];
    this.#id = undefined;
  }

  /** The data of the events that these lines complete. */
  *read(lines: readonly string[]): Generator<string, void, undefined> {
    for (const given of lines) {
      const line = given.endsWith("\r") ? given.slice(0, -1) : given;
      if (line !== "") {
        this.#field(line);
        continue;
      }
      const data = this.#data.join("\n");
      const id = this.#id;
      const isEvent = this.#data.length > 0;
      this.begin();
      if (id !== undefined) this.#lastId = id;
      if (isEvent) yield data;
    }
  }

  #field(line: string): void {
    const [, name, value = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (name === "data") this.#data.push(value);
    else if (name === "id") this.#id = value;
  }
}
