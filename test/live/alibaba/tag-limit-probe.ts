import type { Probe } from "../live-cloud.ts";

/** Tags as pairs. */
export type Tags = readonly (readonly [key: string, value: string])[];

/** `TagResources` for resources of one kind: `accepted`, or the code of the refusal. */
export type TagBatch = (ids: readonly string[], tags: Tags) => Promise<string>;

const numbered = (from: number, to: number): Tags =>
  Array.from({ length: to - from }, (_, index) => [`k${from + index}`, "v"]);

/** The mark is one of the tags. The limit is 10 on one page and 20 on another. */
export function tagLimitProbe(role: "key" | "secret", tagBatch: TagBatch): Probe {
  return {
    id: role === "key" ? "tags-per-resource" : "tags-per-secret",
    question: `How many tags can a ${role} have?`,
    assumed: ["20"],
    calls: 3,
    tags: role,
    ask: async ({ id }) => {
      const first = await tagBatch([id(role)], numbered(1, 10));
      if (first !== "accepted") return first;
      if ((await tagBatch([id(role)], numbered(10, 20))) !== "accepted") return "10";
      return (await tagBatch([id(role)], numbered(20, 21))) === "accepted" ? "more than 20" : "20";
    },
    setting: (found) => (found === "10" || found === "20" ? { tagsPerResource: Number(found) } : undefined),
  };
}
