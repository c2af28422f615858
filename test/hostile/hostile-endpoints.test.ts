import { CrosstagError, type FoundResource, type Outcome, type ResourceTags } from "@crosstag/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ANY_ANSWER, type HostileAnswer } from "./hostile-answers.ts";
import { type HostileCloud, openHostileCloud } from "./hostile-cloud.ts";
import { ALIBABA_FIELDS, AWS_FIELDS } from "./hostile-fields.ts";

/** Only a call without an answer has to reach its time limit. For other calls, the machine may be busy. */
const optionsFor = ({ hangs }: HostileAnswer) => ({ callTimeoutMs: hangs ? 250 : 20_000 });
/** Both halves of a batch of Alibaba Cloud share one answer. */
const CLOUDS = [
  ["aws", AWS_FIELDS, 1],
  ["alibaba", ALIBABA_FIELDS, 50],
] as const;

it("at least 200 kinds of answers are tried on each cloud", () => {
  for (const [, { read, describe: described, list }] of CLOUDS)
    expect(ANY_ANSWER.length * 5 + read.length * 2 + described.length + list.length).toBeGreaterThanOrEqual(200);
});

describe.each(CLOUDS)("an endpoint of %s that lies", (provider, fields, batch) => {
  let cloud: HostileCloud;
  beforeAll(async () => {
    cloud = await openHostileCloud(provider);
  });
  afterAll(() => cloud[Symbol.asyncDispose]());

  /** One outcome for each resource, and none that claims more than the truth. */
  function checkOutcomes(
    outcomes: readonly Outcome[],
    isSo: (reference: string) => boolean,
    fatesShared: number = batch,
  ): void {
    expect(outcomes.map(({ reference }) => reference)).toEqual([cloud.good, cloud.bad]);
    for (const { reference, status } of outcomes) {
      const claims = status === "changed" || status === "unchanged";
      expect({ reference, status, isSo: !claims || isSo(reference) }).toEqual({ reference, status, isSo: true });
    }
    // If every call is about one key, the other key is not affected.
    expect(fatesShared > 1 || outcomes[0]?.status === "changed").toBe(true);
    expect(JSON.stringify(outcomes)).not.toContain("CANARY");
  }

  describe("about a write", () => {
    it.each(ANY_ANSWER)("$name", async (answer) => {
      cloud.answerWith("write", answer);
      const resources = [cloud.good, cloud.bad];
      const untagged = await cloud.crosstag.untagResource(
        { resources, tagKeys: ["old"], readFirst: false },
        optionsFor(answer),
      );
      checkOutcomes(untagged.outcomes, (reference) => !("old" in cloud.tagsOf(reference)));
      expect(untagged.outcomes[1]?.status).toMatch(/^(?:failed|unknown)$/);
      // A retry would get the same redirect or refusal.
      const { status = 0 } = answer;
      const isFinal = status >= 300 && status < 500 && status !== 408 && status !== 429;
      expect(isFinal ? untagged.outcomes[1]?.attempts : 1).toBeLessThanOrEqual(batch > 1 ? 2 : 1);
      const tagged = await cloud.crosstag.tagResource(
        { resources, tags: { new: "2" }, readFirst: false },
        optionsFor(answer),
      );
      checkOutcomes(tagged.outcomes, (reference) => cloud.tagsOf(reference)["new"] === "2");
      expect(tagged.outcomes[1]?.status).toMatch(/^(?:failed|unknown)$/);
    });
  });

  describe("about a reading", () => {
    it.each([...ANY_ANSWER, ...fields.read])("$name", async (answer) => {
      cloud.answerWith("read", answer);
      const resources = [cloud.good, cloud.bad];
      const listed: ResourceTags[] = [];
      for await (const entry of cloud.crosstag.listTags({ resources }, optionsFor(answer))) listed.push(entry);
      expect(listed.map(({ reference }) => reference)).toEqual(resources);
      for (const entry of listed)
        expect(entry.status === "failed" ? "failed" : entry.tags).toEqual(
          entry.status === "failed" ? "failed" : cloud.tagsOf(entry.reference),
        );
      expect(listed[0]?.status === "read" || batch > 1).toBe(true);
      const tagged = await cloud.crosstag.tagResource({ resources, tags: { new: "2" } }, optionsFor(answer));
      checkOutcomes(tagged.outcomes, (reference) => cloud.tagsOf(reference)["new"] === "2");
    });
  });

  describe("about a description", () => {
    it.each([...ANY_ANSWER, ...fields.describe])("$name", async (answer) => {
      cloud.answerWith("describe", answer);
      const found: FoundResource[] = [];
      const request = { resources: [cloud.good, cloud.bad], describe: true };
      for await (const resource of cloud.crosstag.findResources(request, optionsFor(answer))) found.push(resource);
      expect(found).toMatchObject([
        { reference: cloud.good, description: { state: "enabled" } },
        { reference: cloud.bad, error: { name: "CrosstagError" } },
      ]);
      const looked = cloud.crosstag.inspectKeyMaterial({ resource: cloud.bad }, optionsFor(answer));
      await expect(looked).rejects.toSatisfy((reason) => CrosstagError.is(reason));
    });
  });

  describe("about a list", () => {
    it.each([...ANY_ANSWER, ...fields.list])("$name", async (answer) => {
      cloud.answerWith("list", answer);
      const found = new Set<string>();
      let error: unknown;
      try {
        for await (const { reference } of cloud.crosstag.findResources({ kinds: ["key"] }, optionsFor(answer)))
          found.add(reference);
      } catch (reason) {
        error = reason;
      }
      expect(error).toSatisfy((reason) => reason === undefined || CrosstagError.is(reason));
      // No key is missed without an error.
      expect(error !== undefined || (found.has(cloud.good) && found.has(cloud.bad))).toBe(true);
    });
  });

  describe("about the account of the credentials", () => {
    it.each([...ANY_ANSWER, ...fields.identify])("$name", async (answer) => {
      cloud.answerWith("identify", answer);
      const resources = [cloud.good, cloud.bad];
      await using crosstag = await cloud.open(undefined);
      const listed: ResourceTags[] = [];
      const found: FoundResource[] = [];
      await settle(async () => {
        for await (const entry of crosstag.listTags({ resources }, optionsFor(answer))) listed.push(entry);
        for await (const entry of crosstag.findResources({ kinds: ["key"] }, optionsFor(answer))) found.push(entry);
      });
      // No resource is named with an account that is not the cloud's.
      for (const { reference } of [...listed, ...found]) expect(resources).toContain(reference);
      await settle(async () => {
        const tagged = await crosstag.tagResource({ resources, tags: { new: "2" } }, optionsFor(answer));
        checkOutcomes(tagged.outcomes, (reference) => cloud.tagsOf(reference)["new"] === "2", 50);
      });
    });

    it.each([...ANY_ANSWER, ...fields.identify])(
      "$name: nothing is written with only the configured account",
      async (answer) => {
        cloud.answerWith("identify", answer);
        const account = provider === "aws" ? "777777777777" : "7777777777";
        await using crosstag = await cloud.open(account);
        const resources = [cloud.good, cloud.bad].map((name) => name.replace(/\d{10,12}/, account));
        await settle(async () => {
          const { counts } = await crosstag.tagResource(
            { resources, tags: { new: "2" }, readFirst: false },
            optionsFor(answer),
          );
          expect(counts).toMatchObject({ changed: 0, unchanged: 0, unknown: 0 });
        });
        for (const reference of [cloud.good, cloud.bad]) expect(cloud.tagsOf(reference)).toEqual({ old: "1" });
      },
    );
  });
});

/** It either ends, or is refused with a Crosstag error. */
async function settle(attempt: () => Promise<void>): Promise<void> {
  try {
    await attempt();
  } catch (error) {
    if (!CrosstagError.is(error)) throw error;
  }
}
