import { isCancel, text } from "@clack/prompts";

/**
 * Asks on the terminal, on standard error: standard output is for data. Undefined if the person gives up, or the process
 * is to end meanwhile.
 */
export async function ask(question: string, signal: AbortSignal): Promise<string | undefined> {
  const answer = await text({ message: question, input: process.stdin, output: process.stderr, signal });
  return isCancel(answer) ? undefined : answer;
}
