import { createServer, request as httpRequest, type IncomingMessage, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { connect, type Socket } from "node:net";
import { listen } from "./listening.ts";
import { SERVER_CERTIFICATE } from "./tls-terminator.ts";

export interface ConnectProxy extends AsyncDisposable {
  readonly url: string;
  /** Host and port, as messages name it. */
  readonly host: string;
  /** What it was asked to connect to or to pass on, in order. */
  readonly asked: readonly string[];
  /** `proxy-authorization` of each request. */
  readonly authorizations: readonly (string | undefined)[];
}

export interface ConnectProxyOptions {
  /** Every name leads to this port of loopback. */
  readonly target: number;
  /** Refuses with this status. */
  readonly refuse?: number;
  /** Refuses only requests for these names. */
  readonly refuseOnly?: RegExp;
  /** Speaks TLS itself. */
  readonly tls?: boolean;
  /** Takes requests and answers nothing. */
  readonly silent?: boolean;
}

/** A proxy as networks have them: tunnels for https, plain http passed on. */
export async function startConnectProxy(options: ConnectProxyOptions): Promise<ConnectProxy> {
  const { target, refuse: status, refuseOnly, tls = false, silent = false } = options;
  const asked: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const note = ({ url = "", headers }: IncomingMessage) => {
    asked.push(url);
    authorizations.push(headers["proxy-authorization"]);
  };
  const statusFor = ({ url = "" }: IncomingMessage) =>
    refuseOnly === undefined || refuseOnly.test(url) ? status : undefined;
  const passOn: RequestListener = (incoming, answer) => {
    note(incoming);
    const refuse = statusFor(incoming);
    if (refuse !== undefined) return void answer.writeHead(refuse).end("<html>no</html>");
    const { method, headers } = incoming;
    const { pathname, search } = new URL(incoming.url ?? "");
    const passed = httpRequest({ host: "127.0.0.1", port: target, method, path: `${pathname}${search}`, headers });
    passed.on("response", (response) => {
      answer.writeHead(response.statusCode ?? 500, response.headers);
      response.pipe(answer);
    });
    incoming.pipe(passed);
  };
  const server = tls ? createHttpsServer(SERVER_CERTIFICATE, passOn) : createServer(passOn);
  server.on("connect", (incoming: IncomingMessage, socket: Socket) => {
    note(incoming);
    if (silent) return;
    const refuse = statusFor(incoming);
    if (refuse !== undefined) return void socket.end(`HTTP/1.1 ${refuse} No\r\ncontent-length: 2\r\n\r\nno`);
    const service = connect(target, "127.0.0.1", () => socket.write("HTTP/1.1 200 Connected\r\n\r\n"));
    service.on("error", () => socket.destroy());
    socket.on("error", () => service.destroy());
    socket.pipe(service).pipe(socket);
  });
  server.on("tlsClientError", () => {});
  const listening = await listen(server);
  const host = `${tls ? "localhost" : "127.0.0.1"}:${listening.port}`;
  return {
    url: `${tls ? "https" : "http"}://${host}`,
    host,
    asked,
    authorizations,
    [Symbol.asyncDispose]: () => listening[Symbol.asyncDispose](),
  };
}
