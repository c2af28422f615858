import type { Socket } from "node:net";
import { StringDecoder } from "node:string_decoder";

/** A line that is longer is a mistake, in characters: a lease of a second at 10,000 calls a second has 200,000. */
const LONGEST_LINE = 1_000_000;

/** Messages as lines of JSON over a socket. Does not keep the process alive. */
export class MessageStream<Sent, Received> {
  readonly #socket: Socket;
  #unsent = "";

  /**
   * @param isMessage false for what the other side must not say: then the connection is closed
   * @param onMessage gets each message
   * @param onEnd called once, when the connection is closed by either side
   */
  constructor(
    socket: Socket,
    isMessage: (value: unknown) => value is Received,
    onMessage: (message: Received) => void,
    onEnd: () => void,
  ) {
    this.#socket = socket;
    const decoder = new StringDecoder("utf8");
    let text = "";
    socket.unref();
    socket.on("error", () => {});
    if (socket.closed) setImmediate(onEnd);
    else socket.once("close", onEnd);
    socket.on("data", (data) => {
      text += decoder.write(data);
      const lines = text.split("\n");
      text = lines.pop() ?? "";
      for (const line of lines) {
        const message = parseJson(line);
        if (!isMessage(message)) {
          socket.destroy();
          return;
        }
        onMessage(message);
      }
      if (text.length > LONGEST_LINE) socket.destroy();
    });
  }

  /** Messages of the same turn of the event loop leave in one packet. */
  send(message: Sent): void {
    if (this.#unsent === "") setImmediate(() => this.#flush());
    this.#unsent += `${JSON.stringify(message)}\n`;
  }

  /** Closes the connection. */
  close(): void {
    this.#socket.destroy();
  }

  #flush(): void {
    const text = this.#unsent;
    this.#unsent = "";
    if (this.#socket.writable) this.#socket.write(text);
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
