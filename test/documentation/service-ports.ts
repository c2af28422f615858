import { once } from "node:events";
import { createServer } from "node:net";

/** The port of `crosstag serve`, if no other is given. */
const USUAL = "8483";
const ADDRESS = /(127\.0\.0\.1:)(\d{4,5})/g;
/** A start of the service without a port; other commands are below `serve`. */
const START = /\bcrosstag serve(?= --)(?!.* --port )/g;
const GIVEN = /(--port )(\d{4,5})/g;

/** Replaces the ports that a page shows by free ones: another service on this machine must not fail a test. */
export class ServicePorts {
  readonly #free: ReadonlyMap<string, string>;

  private constructor(free: ReadonlyMap<string, string>) {
    this.#free = free;
  }

  /** @param texts what the page has of commands and files */
  static async of(texts: readonly string[]): Promise<ServicePorts> {
    const starts = texts.some((text) => text.includes("crosstag serve --"));
    const shown = starts ? texts.flatMap((text) => [...text.matchAll(ADDRESS)]) : [];
    const ports = new Set(shown.map(([, , port = ""]) => port));
    return new ServicePorts(
      new Map(await Promise.all([...ports].map(async (port) => [port, await freePort()] as const))),
    );
  }

  /** A command or a file with free ports. */
  toFree(text: string): string {
    const usual = this.#free.get(USUAL);
    const starts = text.replaceAll(START, (start) => (usual === undefined ? start : `${start} --port ${usual}`));
    const isFree = (_: string, before: string, port: string) => `${before}${this.#free.get(port) ?? port}`;
    return starts.replaceAll(ADDRESS, isFree).replaceAll(GIVEN, isFree);
  }

  /** Output with the ports of the page. */
  toShown(text: string): string {
    const shown = new Map([...this.#free].map(([port, free]) => [free, port]));
    return text.replaceAll(ADDRESS, (_, before: string, port: string) => `${before}${shown.get(port) ?? port}`);
  }
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (typeof address !== "object" || address === null) throw new Error("The server has no port.");
  return String(address.port);
}
