/** The names under which a browser on this machine reaches the console. */
const LOOPBACK_NAMES: readonly string[] = ["127.0.0.1", "localhost"];

/** Distinguishes the address of a console from others. */
export interface ConsoleAddress {
  /** Whether a `Host` header is that of the console. */
  readonly isOwnHost: (host: string) => boolean;
  /** Whether an `Origin` header is that of its page. */
  readonly isOwnOrigin: (origin: string) => boolean;
}

/** @param port the port that the console listens on; known only once it does */
export function consoleAddress(port: () => number): ConsoleAddress {
  return {
    isOwnHost: (host) => LOOPBACK_NAMES.some((name) => host === `${name}:${port()}`),
    isOwnOrigin: (origin) => LOOPBACK_NAMES.some((name) => origin === `http://${name}:${port()}`),
  };
}
