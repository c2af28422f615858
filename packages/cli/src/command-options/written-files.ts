/** The files that people write, by the words of `crosstag init` and `crosstag schema`. */
export const WRITTEN_FILES = ["configuration", "tags", "policy", "waivers", "mapping", "access"] as const;
/** One of `WRITTEN_FILES`. */
export type WrittenFile = (typeof WRITTEN_FILES)[number];
