import { isCancel, text } from "@clack/prompts";

/** Asks on the terminal, on standard error: standard output is for data. */
export async function ask(question: string): Promise<string | undefined> {
  const answer = await text({ message: question, input: process.stdin, output: process.stderr });
  return isCancel(answer) ? undefined : answer;
}
