import { hash } from "node:crypto";
import type { ReceivedRequest } from "../../server/cloud.ts";

/** The text whose hash is signed; `names` are those of `signedHeaders`. */
export function canonicalRequest(request: ReceivedRequest, signedHeaders: string, names: readonly string[]): string {
  let text = `${request.method}\n${canonicalTarget(request.target)}\n`;
  for (const name of names) text += `${name}:${canonicalValue(request.headers[name] ?? "")}\n`;
  return `${text}\n${signedHeaders}\n${sha256(request.body)}`;
}

function canonicalValue(value: string): string {
  const trimmed = value.trim();
  return trimmed.includes("  ") ? trimmed.replaceAll(/ +/g, " ") : trimmed;
}

function canonicalTarget(target: string): string {
  if (target === "/") return "/\n";
  const mark = target.indexOf("?");
  const path = mark < 0 ? target : target.slice(0, mark);
  const query = mark < 0 ? "" : target.slice(mark + 1);
  const pairs = query
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const equals = pair.indexOf("=");
      const [name, value] = equals < 0 ? [pair, ""] : [pair.slice(0, equals), pair.slice(equals + 1)];
      return `${reencode(name)}=${reencode(value)}`;
    });
  return `${path.split("/").map(encode).join("/")}\n${pairs.toSorted().join("&")}`;
}

function reencode(text: string): string {
  try {
    return encode(decodeURIComponent(text));
  } catch {
    return encode(text);
  }
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export function sha256(data: string | Buffer): string {
  return hash("sha256", data, "hex");
}
