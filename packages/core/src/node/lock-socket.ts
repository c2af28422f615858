import { constants, open } from "node:fs/promises";
import { connect, createServer } from "node:net";
import type { Server, Socket } from "node:net";
import { basename, dirname, join } from "node:path";
import { codeOf } from "./system-problem.ts";

/** Bytes of a socket's path that every system takes: 108 on Linux, 104 on macOS, with the zero at the end. */
const LONGEST_PATH = 103;

/** A socket that listens until it is closed or its process ends, however it ends: the kernel closes it. */
export interface LockSocket {
  /** Also removes the socket's file. */
  close(): Promise<void>;
}

/**
 * Listens on a file. Undefined if the system, or the file system, has no such sockets.
 * @param onConnection default: closes the connection, which has said that the process is there
 */
export async function listenOn(
  path: string,
  onConnection: (connection: Socket) => void = (connection) => connection.destroy(),
): Promise<LockSocket | undefined> {
  if (process.platform === "win32") return undefined;
  try {
    const { short, close } = await shortPath(path);
    const server = createServer(onConnection);
    try {
      await listening(server, short);
    } catch (error) {
      await close();
      throw error;
    }
    server.on("error", () => {});
    // It must not keep a process from ending.
    server.unref();
    return {
      close: async () => {
        await new Promise<void>((resolve) => server.close(() => resolve()));
        await close();
      },
    };
  } catch {
    return undefined;
  }
}

/**
 * Whether a process listens on a socket's file, whichever namespace or container it is in; undefined if that is
 * unknown. Means nothing for a process of another machine.
 */
export async function isListening(path: string): Promise<boolean | undefined> {
  try {
    const { short, close } = await shortPath(path);
    try {
      return await canConnect(short);
    } finally {
      await close();
    }
  } catch {
    return undefined;
  }
}

/** Connects to a process that listens on a socket's file. Undefined if none does, or the system refuses. */
export async function connectTo(path: string): Promise<Socket | undefined> {
  try {
    const { short, close } = await shortPath(path);
    try {
      return await new Promise((resolve, reject) => {
        const socket = connect(short);
        // Stays: the other side may close the connection before the caller listens.
        socket.on("error", reject);
        socket.once("connect", () => resolve(socket));
      });
    } finally {
      await close();
    }
  } catch {
    return undefined;
  }
}

function canConnect(path: string): Promise<boolean | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.on("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", (error) => {
      const code = codeOf(error);
      if (code === "ECONNREFUSED") resolve(false);
      // EAGAIN: a process that is stopped has more callers waiting than it takes.
      else resolve(code === "EAGAIN" ? true : undefined);
    });
  });
}

function listening(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    // In a worker of a cluster the first process would listen otherwise, and continue after the worker's end.
    server.listen({ path, exclusive: true }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** A longer path would be cut off without a word: on Linux, its folder has a short name while it is open. */
async function shortPath(path: string): Promise<{ readonly short: string; readonly close: () => Promise<void> }> {
  if (Buffer.byteLength(path) <= LONGEST_PATH) return { short: path, close: () => Promise.resolve() };
  const folder = await open(dirname(path), constants.O_RDONLY | constants.O_DIRECTORY);
  const short = join("/proc/self/fd", String(folder.fd), basename(path));
  if (process.platform === "linux" && Buffer.byteLength(short) <= LONGEST_PATH)
    return { short, close: () => folder.close() };
  await folder.close();
  throw new Error("The path is too long for a socket.");
}
