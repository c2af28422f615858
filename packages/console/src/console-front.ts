import {
  hasAllowedHost,
  hasAllowedOrigin,
  type ListeningService,
  type ServiceEnvironment,
} from "@crosstag/service/listen";
import { Hono } from "hono";
import { consoleAddress } from "./console-address.ts";
import { setSecurityHeaders } from "./security-headers.ts";
import type { StaticFiles } from "./static-files.ts";

/** What a console listens with from its first moment: the page is there while the clouds are still opened. */
export interface ConsoleFront extends ListeningService {
  /** Resolves when something other than the page is asked for: the browser has the page. */
  readonly asked: Promise<void>;
  /** From now on, and for the requests that have waited, this answers all that the page does not. */
  open(console: ListeningService): void;
}

/**
 * Serves the page; all other requests wait for the console.
 * @param port the port that it listens on; known only once it does
 */
export function createFront(files: StaticFiles, port: () => number): ConsoleFront {
  const { isOwnHost, isOwnOrigin } = consoleAddress(port);
  let console: ListeningService | undefined;
  let [onAsked, onOpened] = [() => {}, () => {}];
  const asked = new Promise<void>((resolve) => (onAsked = resolve));
  const opened = new Promise<void>((resolve) => (onOpened = resolve));
  const app = new Hono<ServiceEnvironment>();
  app.get("*", async (context, next) => {
    // What comes from elsewhere is refused by the console, which sets the headers of its answers.
    const { req } = context;
    const isOwn = hasAllowedHost(req, isOwnHost) && hasAllowedOrigin(req, isOwnOrigin);
    const file = isOwn ? files(context) : undefined;
    if (file === undefined) return next();
    setSecurityHeaders(file);
    return file;
  });
  app.all("*", async ({ req, env, body }) => {
    onAsked();
    await opened;
    return console === undefined ? body(null, 503) : console.app.fetch(req.raw, env);
  });
  return {
    app,
    asked,
    open: (given) => {
      console = given;
      onOpened();
    },
    close: async (options) => {
      onOpened();
      await console?.close(options);
    },
  };
}
