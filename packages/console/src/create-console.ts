import { Hono } from "hono";
import type { ConsoleSession } from "./console-session.ts";
import { loopbackGuard } from "./loopback-guard.ts";
import { securityHeaders } from "./security-headers.ts";
import { staticFiles } from "./static-files.ts";
import { tokenGuard } from "./token-guard.ts";

/** What a console is made of. */
export interface ConsoleParts {
  /** The folder with the built page. */
  readonly page: string;
  /** What the page has to send with every request for data. */
  readonly token: string;
  /** The port that the console listens on. */
  readonly port: () => number;
  readonly session: ConsoleSession;
  /** The operations over HTTP: everything under `/v1/`. */
  readonly service: { readonly fetch: (request: Request) => Response | Promise<Response> };
}

/**
 * The console as one application: the page, and behind the token the operations.
 * @throws the error of the file system if the page is not built
 */
export async function createConsole({ page, token, port, session, service }: ConsoleParts): Promise<Hono> {
  const app = new Hono();
  app.use(securityHeaders);
  app.use(loopbackGuard(port));
  for (const path of ["/v1/*", "/console/*"]) app.use(path, tokenGuard(token));
  app.get("/console/session", (context) => {
    context.header("Cache-Control", "no-store");
    return context.json(session);
  });
  app.all("/v1/*", (context) => service.fetch(context.req.raw));
  app.all("*", await staticFiles(page));
  return app;
}
