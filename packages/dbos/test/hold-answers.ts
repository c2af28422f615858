import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** A way to a server that can be made slow. */
export interface SlowWay {
  /** The server's URL, by this way. */
  readonly url: string;
  /**
   * From now on what the server sends on connections that are open arrives when the server has closed them, all at once: so
   * it does at a process that is too busy to read. Resolves when the server has sent something.
   */
  hold(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a way to a server of Postgres. */
export async function openSlowWay(serverUrl: string): Promise<SlowWay> {
  const { hostname, port } = new URL(serverUrl);
  const connections = new Set<Connection>();
  const ways = createServer((client) => {
    connections.add(new Connection(client, connect(Number(port), hostname)));
  }).listen(0, "127.0.0.1");
  await once(ways, "listening");
  const url = new URL(serverUrl);
  url.port = String((ways.address() as AddressInfo).port);
  return {
    url: url.href,
    hold: async () => {
      await Promise.race([...connections].map((connection) => connection.hold()));
    },
    close: async () => {
      for (const connection of connections) connection.end();
      ways.close();
      await once(ways, "close");
    },
  };
}

class Connection {
  readonly #client: Socket;
  readonly #server: Socket;
  #held: Buffer[] | undefined;

  constructor(client: Socket, server: Socket) {
    this.#client = client;
    this.#server = server;
    client.on("data", (bytes) => void server.write(bytes));
    client.on("end", () => void server.end());
    server.on("data", (bytes: Buffer) => {
      if (this.#held === undefined) client.write(bytes);
      else this.#held.push(bytes);
    });
    server.on("end", () => void client.end(Buffer.concat(this.#held ?? [])));
    for (const socket of [client, server]) socket.on("error", () => this.end());
  }

  async hold(): Promise<void> {
    this.#held = [];
    await once(this.#server, "data");
  }

  end(): void {
    this.#client.destroy();
    this.#server.destroy();
  }
}
