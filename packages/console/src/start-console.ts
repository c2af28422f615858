import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { getRequestListener } from "@hono/node-server";
import { createConsole, type ConsoleParts } from "./create-console.ts";

/** What a console is started with. */
export interface StartConsoleOptions extends Pick<ConsoleParts, "session" | "service"> {
  /** The port of 127.0.0.1. Default: any free one. */
  readonly port?: number | undefined;
  /** The folder with the built page. Default: the one in this package. */
  readonly page?: string | undefined;
}

/** A console that runs. */
export interface RunningConsole {
  /** The address with the token in its fragment. Who has it can do what the console can. */
  readonly url: string;
  /** The address without the token: `http://127.0.0.1:8484`. */
  readonly origin: string;
  readonly token: string;
  /** Ends all connections. */
  close(): Promise<void>;
}

const HOST = "127.0.0.1";
const PAGE = join(import.meta.dirname, "../dist/public");
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 60_000;

/**
 * Starts the console on this machine, for this machine only.
 * @throws the error of the file system if the page is not built, or of the system if the port is in use
 */
export async function startConsole({
  port,
  page = PAGE,
  session,
  service,
}: StartConsoleOptions): Promise<RunningConsole> {
  const token = randomBytes(32).toString("base64url");
  let listening = 0;
  const app = await createConsole({ page, token, session, service, port: () => listening });
  const server = createServer(
    { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS },
    getRequestListener(app.fetch),
  );
  server.listen(port ?? 0, HOST);
  await once(server, "listening");
  listening = portOf(server);
  const origin = `http://${HOST}:${listening}`;
  return {
    url: `${origin}/#token=${token}`,
    origin,
    token,
    close: async () => {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, "close");
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}
