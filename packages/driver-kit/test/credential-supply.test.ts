import { afterEach, describe, expect, it, vi } from "vitest";
import {
  credentialFailure,
  credentialNetworkProblem,
  HttpTransportError,
  CredentialProblem,
  type CredentialSource,
  CredentialSupply,
} from "../src/index.ts";

interface Made {
  readonly accessKeyId: string;
}

const REUSE_MS = 1_000;

function sourceOf(ask: CredentialSource<Made>["ask"], changes: Partial<CredentialSource<Made>> = {}) {
  return {
    ask,
    forget: () => {},
    explain: async () => new CredentialProblem("", ""),
    describe: () => "the test",
    renewalHint: () => undefined,
    identityOf: ({ accessKeyId }: Made) => ({ accessKeyId, session: undefined }),
    lifetimeOf: () => ({ reuseMs: REUSE_MS }),
    ...changes,
  };
}

/** Gives other credentials with every question. */
function rotating(): CredentialSource<Made>["ask"] {
  let round = 0;
  return async () => ({ accessKeyId: `id-${(round += 1)}` });
}

afterEach(() => void vi.restoreAllMocks());

describe("credentials", () => {
  it("that are awaited when the driver is closed are canceled, and the source is named while they are awaited", async () => {
    const supply = new CredentialSupply(
      sourceOf((signal) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("x"))))),
      { timeoutMs: 10_000, name: "main" },
    );
    expect(supply.awaited).toBeUndefined();
    const asked = supply.get();
    expect(supply.awaited).toBe("the test");
    supply.close();
    const problem: unknown = await asked.catch((error: unknown) => error);
    expect(credentialFailure(problem as CredentialProblem)).toMatchObject({ code: "canceled", applied: "no" });
    const transport = new HttpTransportError("network", "no", { networkCode: "UND_ERR_DESTROYED" });
    const ofTransport = credentialNetworkProblem(transport, "AWS", "AWS STS");
    expect(credentialFailure(ofTransport)).toMatchObject({ code: "canceled" });
  });

  it("trap 15: are asked for once for all calls as long as they can be used, and again after it", async () => {
    let time = 0;
    vi.spyOn(performance, "now").mockImplementation(() => time);
    const supply = new CredentialSupply(sourceOf(rotating()), { timeoutMs: 10_000 });
    const ask = async () => (await supply.get()).accessKeyId;
    expect(await Promise.all([ask(), ask(), ask()])).toEqual(["id-1", "id-1", "id-1"]);
    time = 999;
    expect(await ask()).toBe("id-1");
    time = 1_000;
    expect(await Promise.all([ask(), ask()])).toEqual(["id-2", "id-2"]);
  });

  it("are replaced before their end, while calls continue with the present ones", async () => {
    let time = 0;
    vi.spyOn(performance, "now").mockImplementation(() => time);
    const supply = new CredentialSupply(sourceOf(rotating(), { lifetimeOf: () => ({ reuseMs: 60_000 }) }), {
      timeoutMs: 10_000,
      earlyMs: 30_000,
    });
    await supply.get();
    time = 31_000;
    expect((await supply.get()).accessKeyId).toBe("id-1");
    await new Promise(setImmediate);
    expect((await supply.get()).accessKeyId).toBe("id-2");
  });

  it("of another access key are compared first, except after a renewal", async () => {
    const supply = new CredentialSupply(sourceOf(rotating(), { lifetimeOf: () => ({ endsAt: Date.now() }) }), {
      timeoutMs: 10_000,
      name: "china",
    });
    supply.guard = async () => Promise.reject(new CredentialProblem("Another account.", "Check it."));
    await supply.get();
    await expect(supply.get()).rejects.toMatchObject({ message: "china: Another account.", hint: "Check it." });
    expect(await supply.renew()).toBe(true);
    await expect(supply.get()).rejects.toBeInstanceOf(CredentialProblem);
  });
});

describe("a question for credentials that is never answered", () => {
  it("ends in time, names the source, and does not keep later calls waiting", async () => {
    const answers: ((made: Made) => void)[] = [];
    const source = sourceOf(() => new Promise((resolve) => void answers.push(resolve)));
    const supply = new CredentialSupply(source, { timeoutMs: 100, name: "china" });
    const together = [supply.get(), supply.get()];
    for (const question of together)
      await expect(question).rejects.toMatchObject({
        message: "china: The credentials were not available within 0.1 s (source: the test).",
      });
    const second = supply.get();
    expect(answers).toHaveLength(2);
    answers[1]?.({ accessKeyId: "id-2" });
    expect(await second).toMatchObject({ accessKeyId: "id-2" });
    answers[0]?.({ accessKeyId: "id-1" });
    expect(await supply.get()).toMatchObject({ accessKeyId: "id-2" });
  });

  it("ends for a call that ends, and for no other", async () => {
    let answer: ((made: Made) => void) | undefined;
    const supply = new CredentialSupply(
      sourceOf(() => new Promise((resolve) => (answer = resolve))),
      {
        timeoutMs: 10_000,
      },
    );
    const controller = new AbortController();
    const canceled = supply.credentialsFor({ signal: controller.signal, timeoutMs: 500 });
    const late = supply.credentialsFor({ signal: AbortSignal.timeout(1), timeoutMs: 1 });
    const patient = supply.credentialsFor({ signal: new AbortController().signal, timeoutMs: 10_000 });
    controller.abort();
    await expect(canceled).rejects.toMatchObject({ reason: "canceled", sent: "no" });
    await expect(late).rejects.toMatchObject({
      message: expect.stringContaining("within 0.001 s") as string,
      hint: expect.stringContaining("callTimeoutSeconds") as string,
    });
    answer?.({ accessKeyId: "id-1" });
    expect(await patient).toEqual({ accessKeyId: "id-1" });
  });
});
