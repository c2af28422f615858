import { fieldsOf } from "./fields-of.ts";

/** Why the operating system refused something, in its own words and with the name to search for. */
export function systemReason(error: unknown): string {
  const { code, message } = fieldsOf(error);
  if (typeof code !== "string") return "unknown reason";
  if (code === "EISDIR") return "it is a directory (EISDIR)";
  // Node writes "ENOENT: no such file or directory, open '/tmp/x'"; the caller who named the file adds the path.
  const isNamed = typeof message === "string" && message.startsWith(`${code}: `);
  const words = isNamed ? /: ([^,]+)/.exec(message)?.[1] : undefined;
  return words === undefined ? code : `${words} (${code})`;
}
