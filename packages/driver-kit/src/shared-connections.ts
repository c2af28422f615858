import { Pool } from "undici";
import { type Dialled, type Route, routeTo } from "./connector.ts";
import { CONNECTIONS_TO_HOST } from "./connections-to-host.ts";
import { proxyFor } from "./proxy-for.ts";

/**
 * Idle connections are closed before the service closes them, milliseconds: a write to a closed one loses the answer.
 */
const IDLE_SOCKET_MS = 4_000;
/** The largest answer expected, a page of a thousand keys, is below 200 KB. */
const MAXIMUM_ANSWER_BYTES = 8 * 1024 * 1024;

/** What the transports of this process share, by all that makes connections different. */
const inUse = new Map<string, SharedConnections>();

/**
 * The connections to one origin, which all transports of the process with the same proxy and authorities share, so that
 * hundreds of accounts do not open hundreds of connections each. Call `release` once.
 * @throws CrosstagError `configuration` if the environment names no usable proxy
 */
export function shareConnections(
  origin: string,
  certificates: string | undefined,
  environment: NodeJS.ProcessEnv = process.env,
): SharedConnections {
  const key = JSON.stringify([origin, certificates, proxyFor(new URL(origin), environment)]);
  let connections = inUse.get(key);
  if (connections === undefined) {
    connections = new SharedConnections(origin, routeTo(origin, certificates, environment), () => inUse.delete(key));
    inUse.set(key, connections);
  }
  connections.use();
  return connections;
}

/** Connections to one origin, closed when their last user releases them. */
export class SharedConnections {
  /** Protocol, host and port of the service. */
  readonly origin: string;
  /** How requests are sent. */
  readonly route: Route;
  /** Keeps the connections. */
  readonly pool: Pool;
  readonly #onEnd: () => void;
  /**
   * Connections that are being made. undici does not end them when it is closed, and the process would wait for them.
   */
  readonly #dialled = new Set<Dialled>();
  #users = 0;

  constructor(origin: string, route: Route, onEnd: () => void) {
    this.origin = origin;
    this.route = route;
    this.#onEnd = onEnd;
    this.pool = new Pool(route.origin, {
      connections: CONNECTIONS_TO_HOST,
      keepAliveTimeout: IDLE_SOCKET_MS,
      maxResponseSize: MAXIMUM_ANSWER_BYTES,
      connect: (options, callback) => {
        const dialled = route.connect(options, (...result) => {
          this.#dialled.delete(dialled);
          callback(...result);
        });
        this.#dialled.add(dialled);
      },
    });
  }

  /** Counts one more user. */
  use(): void {
    this.#users += 1;
  }

  /** Counts one user less. The last one closes the connections. */
  async release(): Promise<void> {
    this.#users -= 1;
    if (this.#users > 0) return;
    this.#onEnd();
    const closed = this.pool.destroy();
    for (const dialled of this.#dialled) dialled.destroy();
    await closed;
  }
}
