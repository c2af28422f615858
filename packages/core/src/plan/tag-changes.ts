import type { PlannedResourceChange } from "./plan-entry.ts";

/** What becomes of one tag. */
export type TagChange =
  | { readonly change: "add"; readonly key: string; readonly value: string }
  | { readonly change: "overwrite"; readonly key: string; readonly before: string; readonly value: string }
  | {
      readonly change: "remove";
      readonly key: string;
      /** Absent: the plan does not have it. */
      readonly before?: string;
      /** Whether it has to go before anything is written, to make room. */
      readonly first: boolean;
    };

/** What a planned change does, tag by tag, for people who review it. Pure. */
export function tagChanges({
  before,
  set,
  remove,
  removeFirst = [],
}: Pick<PlannedResourceChange, "before" | "set" | "remove"> & {
  readonly removeFirst?: readonly string[] | undefined;
}): readonly TagChange[] {
  return [
    ...Object.entries(set).map(([key, value]): TagChange => {
      const earlier = valueOf(before, key);
      return earlier === undefined
        ? { change: "add", key, value }
        : { change: "overwrite", key, before: earlier, value };
    }),
    ...remove.map((key): TagChange => {
      const earlier = valueOf(before, key);
      const first = removeFirst.includes(key);
      return { change: "remove", key, ...(earlier !== undefined && { before: earlier }), first };
    }),
  ];
}

/** `constructor` and the like are tag keys as good as any. */
function valueOf(tags: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(tags, key) ? tags[key] : undefined;
}
