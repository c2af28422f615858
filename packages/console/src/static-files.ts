import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { extname, join, relative } from "node:path";
import type { Handler } from "hono";
import { refusal } from "./refusal.ts";

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

/**
 * Serves the built page. All its files are read at the start, so that no request names a file of the disk. Addresses of pages have
 * the start page, whose script shows them.
 * @throws the error of the file system if the page is not built
 */
export async function staticFiles(folder: string): Promise<Handler> {
  const files = new Map<string, StaticFile>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(`/${relative(folder, path).replaceAll("\\", "/")}`, await readStaticFile(path));
  }
  return (context) => {
    const { method, path } = context.req;
    if (method !== "GET" && method !== "HEAD")
      return refusal(context, 405, "unsupported", `There is no ${method} at this address.`);
    const file = files.get(path) ?? (extname(path) === "" ? files.get(START) : undefined);
    if (file === undefined) return refusal(context, 404, "not-found", "There is no file at this address.");
    if (context.req.header("if-none-match") === file.headers["ETag"]) return context.body(null, 304, file.headers);
    return context.body(file.bytes, 200, file.headers);
  };
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
