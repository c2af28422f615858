import { expect, test } from "vitest";
import { NonceMemory } from "../../src/alibaba/protocol/nonce-memory.ts";

const minute = 60_000;
const start = Date.UTC(2026, 0, 1);

test("a nonce is known while the timestamp of its request is fresh", () => {
  for (const ahead of [-15, -7.5, 0, 15]) {
    const memory = new NonceMemory(15 * minute);
    const signedAt = start + ahead * minute;
    expect(memory.remember("n", signedAt, start)).toBe(true);
    for (let now = start; now <= signedAt + 15 * minute; now += minute / 2) {
      memory.remember(`other ${now}`, now, now);
      expect(memory.remember("n", signedAt, now)).toBe(false);
    }
    expect(memory.remember("n", signedAt + 20 * minute, signedAt + 20 * minute)).toBe(true);
  }
});

test("it keeps at most the nonces that arrive while a timestamp is fresh, and one more minute", () => {
  const memory = new NonceMemory(15 * minute);
  for (let second = 0; second < 24 * 3600; second += 1) {
    const now = start + second * 1000;
    memory.remember(String(second), now, now);
    expect(memory.size).toBeLessThanOrEqual(16 * 60);
  }
});
