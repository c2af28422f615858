import type { Probe } from "../live-cloud.ts";
import { ownKey } from "./key-probes.ts";
import type { TagsOfAccount } from "./tags-of-account.ts";

/** What is open about tags of the secrets of Tencent Cloud, beside what the Tag service does with every resource. */
export function secretProbes(tags: TagsOfAccount): readonly Probe[] {
  return [
    {
      id: "secret-tag",
      question: "Does the Tag service set tags of secrets, by the name with the creator?",
      assumed: ["accepted"],
      calls: 2,
      tags: "secret",
      ask: async (stage) => {
        const TagKey = ownKey(stage, "team");
        const found = await tags.tag(stage.id("secret"), TagKey, "a");
        if (found !== "accepted") return found;
        await stage.settle();
        return (await tags.read(stage.id("secret"))).includes(TagKey) ? found : "accepted, nothing changed";
      },
    },
    {
      id: "secret-tag-in-pending-deletion",
      question: "Is TagResources accepted for a secret whose deletion is scheduled?",
      assumed: ["accepted"],
      calls: 1,
      tags: "doomed-secret",
      ask: (stage) => tags.tag(stage.id("doomed-secret"), ownKey(stage, "team"), "a"),
    },
  ];
}
