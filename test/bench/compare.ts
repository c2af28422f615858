/** A way of making many calls; the same work for all that are compared. */
export interface Contestant {
  readonly name: string;
  /** Makes a number of calls with a number of them in flight. */
  run(calls: number, concurrency: number): Promise<void>;
}

export interface Comparison {
  readonly name: string;
  readonly callsPerSecond: number;
  /** Of this process, microseconds. */
  readonly cpuPerCall: number;
  /** Median over the rounds of: throughput against each other contestant. */
  readonly throughputRatio: Readonly<Record<string, number>>;
  /** Median over the rounds of: CPU of the other against this one's; above 1 is better. */
  readonly cpuRatio: Readonly<Record<string, number>>;
}

interface Sample {
  readonly rate: number;
  readonly cpu: number;
}

/** Runs the contestants in turn, round after round, so that a drift of the machine affects all of them. */
export async function compare(
  contestants: readonly Contestant[],
  options: { readonly calls: number; readonly concurrency: number; readonly rounds: number },
): Promise<readonly Comparison[]> {
  const { calls, concurrency, rounds } = options;
  const samples = contestants.map((): Sample[] => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, contestant] of contestants.entries()) {
      const sample = await measure(contestant, calls, concurrency);
      // The first round warms up.
      if (round > 0) samples[index]?.push(sample);
    }
  }
  return contestants.map(({ name }, index) => {
    const own = samples[index] as Sample[];
    const against = (ratio: (mine: Sample, other: Sample) => number) =>
      Object.fromEntries(
        contestants.map((other, at) => [
          other.name,
          median(own.map((mine, round) => ratio(mine, (samples[at] as Sample[])[round] as Sample))),
        ]),
      );
    return {
      name,
      callsPerSecond: median(own.map(({ rate }) => rate)),
      cpuPerCall: median(own.map(({ cpu }) => cpu)),
      throughputRatio: against((mine, other) => mine.rate / other.rate),
      cpuRatio: against((mine, other) => other.cpu / mine.cpu),
    };
  });
}

async function measure(contestant: Contestant, calls: number, concurrency: number): Promise<Sample> {
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  await contestant.run(calls, concurrency);
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { rate: calls / seconds, cpu: (user + system) / calls };
}

/** Makes calls one by one in as many loops as there may be calls in flight. */
export function loop(name: string, call: (number: number) => Promise<unknown>): Contestant {
  return {
    name,
    async run(calls, concurrency) {
      let next = 0;
      const worker = async () => {
        while (next < calls) await call(next++);
      };
      await Promise.all(Array.from({ length: concurrency }, worker));
    },
  };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
