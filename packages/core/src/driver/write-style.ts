/** How a cloud changes tags. */
export type WriteStyle =
  /** A call names the tags to set or the tag keys to remove; others stay. The driver has `writeTags` and `removeTags`. */
  | { readonly style: "delta" }
  /**
   * A call replaces all tags of a resource. The driver has `replaceTags`; the engine reads, merges and writes, one change of a
   * resource at a time. Limits, quotas, permissions and capabilities are those of `writeTags` and `removeTags`, for one
   * resource in a call.
   */
  | {
      readonly style: "replace";
      /**
       * True: a call with an old version of the tags is refused, so that no change of another program is lost. False: the
       * cloud has no versions, and a change that another program makes between the reading and the writing is lost. The
       * engine then reads the tags back, reports what it sees, and says in plans what it cannot see.
       */
      readonly versioned: boolean;
    };

/** Whether a call replaces all tags of a resource. */
export function replacesTags({ writes }: { readonly writes?: WriteStyle }): boolean {
  return writes?.style === "replace";
}
