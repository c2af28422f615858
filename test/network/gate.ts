import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

/** A way to a server on loopback that can be shut and opened again. */
export interface Gate extends AsyncDisposable {
  readonly endpoint: string;
  /** Ends all connections, and refuses new ones. */
  shut(): Promise<void>;
  open(): Promise<void>;
}

/** @param target the endpoint behind it */
export async function openGate(target: string): Promise<Gate> {
  const behind = Number(new URL(target).port);
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
  };
  let port = 0;
  let server: Server | undefined;
  const open = async () => {
    const opened = createServer((socket) => {
      const service = connect(behind, "127.0.0.1");
      for (const [one, other] of [
        [socket, service],
        [service, socket],
      ] as const) {
        keep(one);
        one.pipe(other);
        one.on("close", () => other.destroy());
      }
    });
    await new Promise<void>((resolve) => opened.listen(port, "127.0.0.1", resolve));
    ({ port } = opened.address() as AddressInfo);
    server = opened;
  };
  const shut = async () => {
    const closing = server;
    server = undefined;
    for (const socket of sockets) socket.destroy();
    if (closing !== undefined) await new Promise((resolve) => closing.close(resolve));
  };
  await open();
  return { endpoint: `http://127.0.0.1:${port}`, shut, open, [Symbol.asyncDispose]: shut };
}
