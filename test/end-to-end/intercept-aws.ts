import { createServer, request, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export interface InterceptedAnswer {
  readonly status?: number;
  /** Text, or an object that is sent as JSON. */
  readonly body?: string | object;
}

export interface Interceptor extends AsyncDisposable {
  readonly endpoint: string;
}

/**
 * A server in front of a local cloud that answers some operations in its own way and passes on all others: what a proxy, an
 * emulator or a policy would do. `answer` gets the operation's name and may do something first.
 */
export async function interceptAws(
  upstream: string,
  answer: (operation: string) => InterceptedAnswer | undefined,
): Promise<Interceptor> {
  const target = new URL(upstream);
  const server = createServer((incoming, outgoing) => {
    const operation = String(incoming.headers["x-amz-target"] ?? "").replace("TrentService.", "");
    const own = answer(operation);
    if (own !== undefined) {
      incoming.resume();
      const { status = 200, body = {} } = own;
      outgoing.writeHead(status, { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": "intercepted-1" });
      outgoing.end(typeof body === "string" ? body : JSON.stringify(body));
      return;
    }
    const { method, url, headers } = incoming;
    // The Host header stays as it was signed.
    const passed = request({ host: target.hostname, port: target.port, method, path: url, headers });
    passed.on("response", (response: IncomingMessage) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing);
    });
    passed.on("error", () => outgoing.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** As AWS KMS denies an operation. */
export function denied(operation: string): InterceptedAnswer {
  const message = `User: arn:aws:iam::111122223333:user/x is not authorized to perform: kms:${operation}`;
  return { status: 400, body: { __type: "AccessDeniedException", message } };
}
