import { readFileSync } from "node:fs";

const HANG_UP = 1n;
const ACCESS_MODE = 0o3;
const WRITE_ONLY = 0o1;

/**
 * Whether this process was started with SIGHUP ignored, as `nohup` does. Node sets ignored signals back before any
 * script runs (Node 20.20, 2026-11-29), so that this is found by its traces: the shell's note of the command, the input
 * that GNU `nohup` puts in place of the terminal, or a parent that ignores the signal, which its children inherit.
 */
export function isHangUpIgnored(
  environment: Readonly<Record<string, string | undefined>>,
  parent: number,
  read: (path: string) => string = (path) => readFileSync(path, "utf8"),
): boolean {
  if (/(?:^|\/)nohup$/.test(environment["_"] ?? "")) return true;
  const inputMode = fieldOf("/proc/self/fdinfo/0", /^flags:\s*([0-7]+)$/m, read);
  if (inputMode !== undefined && (Number.parseInt(inputMode, 8) & ACCESS_MODE) === WRITE_ONLY) return true;
  const ignored = fieldOf(`/proc/${parent}/status`, /^SigIgn:\s*([0-9a-f]+)$/m, read);
  return ignored !== undefined && (BigInt(`0x${ignored}`) & HANG_UP) === HANG_UP;
}

/** Undefined on systems without such files. */
function fieldOf(path: string, field: RegExp, read: (path: string) => string): string | undefined {
  try {
    return field.exec(read(path))?.[1];
  } catch {
    return undefined;
  }
}
