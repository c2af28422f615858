import { allowHosts, allowOrigins, createService, type Service, type ServiceContext } from "@crosstag/service";
import { consoleAddress } from "./console-address.ts";
import { consoleAuthentication } from "./console-caller.ts";
import type { ConsoleSession } from "./console-session.ts";
import { securityHeaders } from "./security-headers.ts";
import { staticFiles, type StaticFiles } from "./static-files.ts";
import type { TryItTarget } from "./try-it/target.ts";
import { tryItRoutes } from "./try-it/try-it-routes.ts";

/** What a console is made of. */
export interface ConsoleParts {
  /** The clouds that the operations work on, and where plans and runs are kept. */
  readonly context: ServiceContext;
  /** Whether these are the local clouds or the user's. */
  readonly clouds: ConsoleSession["clouds"];
  /** The clouds that the pages for trying out operations send to. */
  readonly tryIt: readonly TryItTarget[];
  /** The version of the console, for people. */
  readonly version: string;
  /** The folder with the built page, or its files. */
  readonly page: string | StaticFiles;
  /** What the page has to send with every request for data. */
  readonly token: string;
  /** The port that the console listens on; known only once it does. */
  readonly port: () => number;
}

/**
 * The console as a service with a page: operations only with the token, everything only under its own address.
 * @throws the error of the file system if the page is not built
 */
export async function createConsole(parts: ConsoleParts): Promise<Service> {
  const { context, clouds, tryIt, version, page, token, port } = parts;
  const authenticate = consoleAuthentication(token);
  const { isOwnHost, isOwnOrigin } = consoleAddress(port);
  const service = createService(context, {
    authenticate,
    middleware: [securityHeaders, allowHosts(isOwnHost), allowOrigins(isOwnOrigin)],
  });
  const { app } = service;
  app.use("/console/*", async ({ req }, next) => {
    authenticate(req.raw);
    await next();
  });
  const session: ConsoleSession = {
    version,
    clouds,
    hasPolicy: context.defaultPolicy !== undefined,
    tryIt: tryIt.some(({ live }) => live) ? "live" : "local",
  };
  app.get("/console/session", ({ json }) => json(session));
  app.route("/console/try", tryItRoutes(tryIt));
  const files = typeof page === "string" ? await staticFiles(page) : page;
  app.get("*", (honoContext) => files(honoContext) ?? honoContext.notFound());
  return service;
}
