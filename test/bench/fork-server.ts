import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export interface ForkedServer<Ready> {
  readonly ready: Ready;
  ask<Answer>(question: unknown): Promise<Answer>;
  close(): void;
}

/** Starts a server file of this folder in a separate process and waits for its first message. */
export async function forkServer<Ready>(
  file: string,
  given: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<ForkedServer<Ready>> {
  const env = { ...process.env, ...environment };
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), given, { env });
  const answer = async () => (await once(child, "message"))[0] as unknown;
  return {
    ready: (await answer()) as Ready,
    ask: async <Answer>(question: unknown) => {
      child.send(question as string);
      return (await answer()) as Answer;
    },
    close: () => child.disconnect(),
  };
}
