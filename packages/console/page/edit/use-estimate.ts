import { listClouds } from "@crosstag/operations";
import { useDeferredValue, useMemo } from "react";
import { useOperation } from "../api/use-operation.ts";
import { cloudFinder, estimateEdits, type EditEstimate } from "./estimate-edits.ts";
import type { ResourceEdit } from "./resource-edit.ts";

/** More edits are not estimated while they are made: finding the fewest calls would hold the page up. Their plan has the calls. */
const MOST_EDITS = 2_000;

/** What the edits would cost, a moment after they were made; undefined if it is not known. */
export function useEstimate(edits: ReadonlyMap<string, ResourceEdit>): EditEstimate | undefined {
  const { data } = useOperation(listClouds, {});
  const cloudOf = useMemo(() => data && cloudFinder(data.clouds), [data]);
  const estimated = useDeferredValue(edits);
  return useMemo(
    () =>
      cloudOf === undefined || estimated.size === 0 || estimated.size > MOST_EDITS
        ? undefined
        : estimateEdits([...estimated.values()], cloudOf),
    [estimated, cloudOf],
  );
}
