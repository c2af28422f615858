import { readFile } from "node:fs/promises";
import { createServer, type Server, type ServerOptions } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { CrosstagError } from "@crosstag/core";
import { systemReason } from "@crosstag/core/internal";
import type { Service } from "./create-service.ts";

/** Where a service listens. */
export interface ListenOptions {
  /** The address to listen on. Default: `127.0.0.1`, which other machines do not reach. */
  readonly host?: string | undefined;
  /** The port to listen on; 0: any that is free. Default: 8483. */
  readonly port?: number | undefined;
  /** Paths of the certificate and its key, as PEM. Default: HTTP, for the own machine or behind a proxy. */
  readonly tls?: { readonly certificateFile: string; readonly keyFile: string } | undefined;
  /** Milliseconds within which the headers of a request must have come. Default: 10,000. */
  readonly headersTimeoutMs?: number | undefined;
  /** Milliseconds within which a request with its body must have come. Default: 60,000. */
  readonly requestTimeoutMs?: number | undefined;
}

/** What requests are answered by. */
export type ListeningService = Pick<Service, "app" | "close">;

/** A service that listens. */
export interface RunningService {
  /** `http://127.0.0.1:8483`, with the port that was found for 0. */
  readonly url: string;
  /**
   * Refuses new requests, waits for those under way, and closes the socket. After `drainMs`, requests under way are ended.
   * Default: at once.
   */
  close(options?: { readonly drainMs?: number | undefined }): Promise<void>;
}

/** How often connections that have nothing to do any more are closed, while the service ends, in milliseconds. */
const CLOSING_INTERVAL_MS = 20;
/** How long answers may take to reach their callers once the service has ended, in milliseconds. */
const MOST_CLOSING_MS = 2_000;

/**
 * Listens for the requests of a service.
 * @throws CrosstagError `configuration` if the address is taken or unknown, or a file of TLS cannot be used
 */
export async function startService(service: ListeningService, options: ListenOptions = {}): Promise<RunningService> {
  const { host = "127.0.0.1", port = 8483, tls } = options;
  const server = await createHttpServer(service, options);
  await listen(server, host, port);
  const { port: found } = addressOf(server);
  const shownHost = host.includes(":") ? `[${host}]` : host;
  let closing: Promise<void> | undefined;
  return {
    url: `${tls === undefined ? "http" : "https"}://${shownHost}:${found}`,
    close: (own) => (closing ??= closeServer(server, service, own?.drainMs ?? 0)),
  };
}

async function createHttpServer(service: ListeningService, options: ListenOptions): Promise<Server> {
  const { headersTimeoutMs = 10_000, requestTimeoutMs = 60_000, tls } = options;
  const serverOptions: ServerOptions = {
    headersTimeout: headersTimeoutMs,
    requestTimeout: requestTimeoutMs,
    connectionsCheckingInterval: Math.min(headersTimeoutMs, 5_000),
  };
  const listener = getRequestListener(service.app.fetch);
  const onRequest: typeof listener = (incoming, outgoing) => listener(incoming, outgoing);
  if (tls === undefined) return createServer(serverOptions, (incoming, outgoing) => void onRequest(incoming, outgoing));
  const [cert, key] = await Promise.all([readPem(tls.certificateFile), readPem(tls.keyFile)]);
  try {
    return createSecureServer(
      { ...serverOptions, cert, key },
      (incoming, outgoing) => void onRequest(incoming, outgoing),
    );
  } catch {
    // What TLS says of it is about ASN.1, and can name a part of the key.
    throw new CrosstagError({
      code: "configuration",
      message: `${tls.certificateFile} and ${tls.keyFile} are not a certificate and its key.`,
      hint: "Give both as PEM, the certificate with its chain.",
    });
  }
}

async function readPem(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new CrosstagError({ code: "configuration", message: `${file} cannot be read: ${systemReason(error)}.` });
  }
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => {
      const message = `The service cannot listen on ${host}, port ${port}: ${listenProblem(error)}.`;
      reject(new CrosstagError({ code: "configuration", message, hint: "Give another port or address." }));
    });
    server.listen(port, host, resolve);
  });
}

/** Node puts its own call before the words of the system. */
function listenProblem(error: NodeJS.ErrnoException): string {
  if (error.code === "EADDRINUSE") return "another program listens there (EADDRINUSE)";
  if (error.code === "EACCES") return "the user of this process is not allowed to (EACCES)";
  return systemReason(error);
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("The service listens on no port.");
  return address;
}

async function closeServer(server: Server, service: ListeningService, drainMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  await service.close({ drainMs });
  const idle = setInterval(() => server.closeIdleConnections(), CLOSING_INTERVAL_MS);
  const last = setTimeout(() => server.closeAllConnections(), MOST_CLOSING_MS);
  await closed;
  clearInterval(idle);
  clearTimeout(last);
}
