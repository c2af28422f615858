import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { createServer } from "node:tls";
import { listen, type Listening } from "./listening.ts";

const FOLDER = join(import.meta.dirname, "certificates");

/** The file that vouches for the servers of these tests. */
export const AUTHORITY = join(FOLDER, "authority.pem");

export const SERVER_CERTIFICATE = {
  cert: readFileSync(join(FOLDER, "server.pem")),
  key: readFileSync(join(FOLDER, "server-key.pem")),
};

/** TLS in front of servers that speak plain http: by the name that the client asks for, the port that takes over. */
export function startTlsTerminator(portOf: (name: string) => number): Promise<Listening> {
  const server = createServer(SERVER_CERTIFICATE, (socket) => {
    // Node has it on the sockets of a server; its type does not say so (20.19).
    const { servername } = socket as typeof socket & { readonly servername?: string | false };
    const service = connect(portOf(servername || ""), "127.0.0.1");
    service.on("error", () => socket.destroy());
    socket.on("error", () => service.destroy());
    socket.pipe(service).pipe(socket);
  });
  server.on("tlsClientError", () => {});
  return listen(server);
}
