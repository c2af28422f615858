import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { extname, join, relative } from "node:path";
import type { Context } from "hono";

/** Answers the requests for the files of the page; undefined: it is not one of them. */
export type StaticFiles = (context: Context) => Response | undefined;

interface StaticFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};
const START = "/index.html";
/** Addresses of data: what is not there is not a page either. */
const DATA = /^\/(?:v1|console|assets)\//;

/**
 * Serves the built page. All its files are read at the start, so that no request names a file of the disk. Addresses of pages have
 * the start page, whose script shows them.
 * @returns a function that answers, or returns undefined if there is no such file
 * @throws the error of the file system if the page is not built
 */
export async function staticFiles(folder: string): Promise<StaticFiles> {
  const files = new Map<string, StaticFile>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(`/${relative(folder, path).replaceAll("\\", "/")}`, await readStaticFile(path));
  }
  return (context) => {
    const { path } = context.req;
    const file = files.get(path) ?? (isPage(context) ? files.get(START) : undefined);
    if (file === undefined) return undefined;
    if (context.req.header("If-None-Match") === file.headers["ETag"]) return context.body(null, 304, file.headers);
    return context.body(file.bytes, 200, file.headers);
  };
}

/** The names of resources can have dots; a browser says that it wants a page. */
function isPage({ req }: Context): boolean {
  const looksLikeFile = /\.[^/]*$/.test(req.path) && req.header("Accept")?.includes("text/html") !== true;
  return !looksLikeFile && !DATA.test(req.path);
}

async function readStaticFile(path: string): Promise<StaticFile> {
  const bytes = new Uint8Array(await readFile(path));
  const tag = createHash("sha256").update(bytes).digest("base64url");
  // Files under assets have a hash in their name.
  const isPermanent = /[\\/]assets[\\/]/.test(path);
  return {
    bytes,
    headers: {
      "Content-Type": TYPES[extname(path)] ?? "application/octet-stream",
      "Cache-Control": isPermanent ? "public, max-age=31536000, immutable" : "no-cache",
      ETag: `"${tag}"`,
    },
  };
}
