/** How the cloud answered the calls of the driver in one case: what a reader needs to see why a demand was not met. */
export class AnswerLog {
  readonly #counts = new Map<string, number>();

  /** Notes a call. `answer`: `accepted`, or the code of the refusal. */
  note(method: string, answer: string): void {
    const line = `${method}: ${answer}`;
    this.#counts.set(line, (this.#counts.get(line) ?? 0) + 1);
  }

  /** What was answered since the last time, each answer once with its number. */
  take(): readonly string[] {
    const lines = [...this.#counts].map(([line, count]) => (count === 1 ? line : `${line} (${count} times)`));
    this.#counts.clear();
    return lines;
  }
}
