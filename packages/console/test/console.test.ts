import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLocalClouds, startConsole, type OpenedLocalClouds, type RunningConsole } from "@crosstag/console";

let local: OpenedLocalClouds;
let running: RunningConsole;
let folder: string;

beforeAll(async () => {
  local = await openLocalClouds({ keys: 2 });
  folder = await mkdtemp(join(tmpdir(), "crosstag-console-"));
  running = await startConsole({ crosstag: local.crosstag, stateFolder: folder, clouds: "local", tryIt: [], port: 0 });
});

afterAll(async () => {
  await running.close();
  await local.close();
  await rm(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** Unlike `fetch`, with any headers, and with a path as it is. */
function ask(path: string, headers: Readonly<Record<string, string>> = {}, method = "GET"): Promise<Answer> {
  const { port } = new URL(running.origin);
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, path, method, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => (text += part));
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, text }));
    });
    sent.on("error", reject).end();
  });
}

const authorized = () => ({ authorization: `Bearer ${running.token}` });

describe("the console", () => {
  it("has its token in the fragment of the address, another at each start, and in nothing that it sends", async () => {
    expect(running.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/);
    const { text, headers } = await ask("/");
    expect(text + JSON.stringify(headers)).not.toContain(running.token);
    expect(headers["set-cookie"]).toBeUndefined();
  });

  it("gives the page to every program on this machine, with a policy that allows its own files only", async () => {
    for (const path of ["/", "/plans/sha256%3Aabc", "/inventory"]) {
      const { status, headers, text } = await ask(path);
      expect([status, headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
      expect(text).toContain('<div id="root">');
      expect(text).not.toMatch(/<script>|<style|\son\w+=|https?:\/\//);
      expect(headers).toMatchObject({
        "content-security-policy": expect.stringContaining("default-src 'self'") as unknown,
        "referrer-policy": "no-referrer",
        "x-frame-options": "DENY",
        "x-content-type-options": "nosniff",
        "cache-control": "no-cache",
      });
    }
    const [, script = ""] = /src="(\/assets\/[^"]+)"/.exec((await ask("/")).text) ?? [];
    const asset = await ask(script);
    expect(asset.headers["cache-control"]).toContain("immutable");
    expect((await ask(script, { "if-none-match": String(asset.headers["etag"]) })).status).toBe(304);
  });

  it("gives data only with the token, as a problem without it", async () => {
    for (const path of ["/v1/clouds", "/console/session", "/console/try", "/console/try/aws"]) {
      for (const authorization of [undefined, "Bearer", "Bearer wrong", `Basic ${running.token}`, running.token]) {
        const { status, text } = await ask(path, authorization === undefined ? {} : { authorization });
        expect([path, authorization, status]).toEqual([path, authorization, 401]);
        expect(JSON.parse(text)).toMatchObject({ code: "unauthenticated" });
      }
    }
    // Not in the query: it would be in the history of the browser.
    expect((await ask(`/v1/clouds?token=${running.token}`)).status).toBe(401);
    const { status, text } = await ask("/console/session", authorized());
    expect([status, JSON.parse(text)]).toEqual([
      200,
      { version: "0.1.0", clouds: "local", hasPolicy: false, tryIt: "local" },
    ]);
    expect((await ask("/v1/clouds", authorized())).status).toBe(200);
  });

  it("answers under its own name only, and no page from elsewhere", async () => {
    for (const host of ["evil.example", `evil.example:${new URL(running.origin).port}`, "127.0.0.1", "127.0.0.1:1"])
      expect([host, (await ask("/v1/clouds", { ...authorized(), host })).status]).toEqual([host, 421]);
    const foreign = ["https://evil.example", "null", "http://127.0.0.1:1", running.origin.replace("http", "https")];
    for (const origin of foreign)
      expect([origin, (await ask("/v1/clouds", { ...authorized(), origin })).status]).toEqual([origin, 403]);
    expect((await ask("/v1/clouds", { ...authorized(), origin: running.origin })).status).toBe(200);
    expect((await ask("/v1/clouds", { ...authorized(), "sec-fetch-site": "cross-site" })).status).toBe(403);
  });

  it("has no file outside its page, and no page where data would be", async () => {
    const paths = ["/../package.json", "/..%2fpackage.json", "/%2e%2e/package.json", "/assets/../../index.js", "/.env"];
    for (const path of [...paths, "/v1/nothing", "/assets/nothing", "/nothing.js"])
      expect([path, (await ask(path, authorized())).status]).toEqual([path, 404]);
    // A page about a resource whose name has a dot.
    expect((await ask("/key-material/a.b", { accept: "text/html,*/*" })).status).toBe(200);
    expect((await ask("/", authorized(), "POST")).status).toBe(405);
  });
});

/** Options of a console over clouds that are opened later. */
function options(crosstag: () => Promise<OpenedLocalClouds["crosstag"]>) {
  return { crosstag, tryIt: [], clouds: "local", port: 0 } as const;
}

describe("a console whose clouds are not open yet", () => {
  it("shows its page, and answers requests for data once they are", async () => {
    let openClouds: (() => void) | undefined;
    const opened = new Promise<OpenedLocalClouds["crosstag"]>(
      (resolve) => (openClouds = () => resolve(local.crosstag)),
    );
    const stateFolder = join(folder, "early");
    let listen: ((url: string) => void) | undefined;
    const listening = new Promise<string>((resolve) => (listen = resolve));
    const starting = startConsole({ ...options(() => opened), stateFolder, onListening: (url) => listen?.(url) });
    const { origin, hash } = new URL(await listening);
    const page = await fetch(origin);
    expect([page.status, page.headers.get("content-security-policy")]).toEqual([200, expect.any(String)]);
    const headers = { authorization: `Bearer ${hash.slice("#token=".length)}` };
    let answered = false;
    const session = fetch(`${origin}/console/session`, { headers }).finally(() => (answered = true));
    const foreign = fetch(origin, { headers: { origin: "https://evil.example" } });
    expect([(await fetch(`${origin}/icon.svg`)).status, answered]).toEqual([200, false]);
    openClouds?.();
    expect([(await session).status, (await foreign).status]).toEqual([200, 403]);
    await (await starting).close();
  });

  it("ends with the reason if they cannot be opened, or its address cannot be shown, and lets go of its folder", async () => {
    const stateFolder = join(folder, "failing");
    const failing = { ...options(() => Promise.reject(new Error("no clouds"))), stateFolder };
    let address = "";
    await expect(startConsole({ ...failing, onListening: (url) => void (address = url) })).rejects.toThrow("no clouds");
    await expect(fetch(address)).rejects.toThrow("fetch failed");
    const clouds = options(async () => local.crosstag);
    await expect(
      startConsole({ ...clouds, stateFolder, onListening: () => Promise.reject(new Error("not seen")) }),
    ).rejects.toThrow("not seen");
    await (await startConsole({ ...clouds, stateFolder })).close();
  });
});
