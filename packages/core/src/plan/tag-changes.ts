import type { PlannedResourceChange } from "./plan-entry.ts";

/** A tag that the resource does not have yet. */
interface AddedTag {
  readonly change: "add";
  /** The tag key. */
  readonly key: string;
  /** The tag value. */
  readonly value: string;
}

/** A tag whose value changes. */
interface OverwrittenTag {
  readonly change: "overwrite";
  /** The tag key. */
  readonly key: string;
  /** The value when the plan was made. */
  readonly before: string;
  /** The new value. */
  readonly value: string;
}

/** A tag that goes. */
interface RemovedTag {
  readonly change: "remove";
  /** The tag key. */
  readonly key: string;
  /** The value when the plan was made. Absent: the plan does not have it. */
  readonly before?: string;
  /** Whether it has to go before anything is written, to make room. */
  readonly first: boolean;
}

/** What becomes of one tag. */
export type TagChange = AddedTag | OverwrittenTag | RemovedTag;

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
