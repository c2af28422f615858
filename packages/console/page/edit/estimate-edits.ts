import { scopeName } from "@crosstag/core";
import { groupBy, itemAt, planCosts, ScopeCosts, type PacedProfile } from "@crosstag/core/internal";
import type { listClouds } from "@crosstag/operations";
import type { z } from "zod";
import { callsOf, shortestSeconds } from "../plans/plan-sums.ts";
import { setAndRemove, type ResourceEdit } from "./resource-edit.ts";

type Cloud = z.output<typeof listClouds.output>["clouds"][number];

/** What edits would cost if the tags are still as this page read them. */
export interface EditEstimate {
  readonly calls: number;
  /** The shortest time that the quotas of the clouds allow. */
  readonly seconds: number;
}

/** Finds the cloud of a resource. */
export type CloudOf = (edit: Pick<ResourceEdit, "provider" | "kind" | "account" | "region">) => Cloud | undefined;

/** Finds clouds among these. A resource of an unknown account is that of any cloud of its region. */
export function cloudFinder(clouds: readonly Cloud[]): CloudOf {
  const known = new Map<string, Cloud | undefined>();
  const find: CloudOf = ({ provider, kind, account, region }) =>
    clouds.find(
      (cloud) =>
        cloud.provider === provider &&
        cloud.region === region &&
        (cloud.account === undefined || account === undefined || cloud.account === account) &&
        cloud.kinds.some((one) => one.kind === kind),
    );
  return (edit) => {
    const name = [edit.provider, edit.kind, edit.account, edit.region].join(" ");
    if (!known.has(name)) known.set(name, find(edit));
    return known.get(name);
  };
}

/**
 * The calls and the time that edits take, found with the code that plans are made with, from what the page knows. Undefined if
 * a cloud is not known. The plan compares with the clouds, and is more exact.
 */
export function estimateEdits(edits: readonly ResourceEdit[], cloudOf: CloudOf): EditEstimate | undefined {
  const byCloud = groupBy(edits, (edit) => cloudOf(edit)?.name ?? "");
  const scopes: ScopeCosts[] = [];
  for (const group of byCloud.values()) {
    const cloud = cloudOf(itemAt(group, 0));
    if (cloud === undefined) return undefined;
    scopes.push(scopeCosts(group, cloud));
  }
  const costs = planCosts(scopes);
  return { calls: callsOf(costs), seconds: shortestSeconds(costs) };
}

function scopeCosts(edits: readonly ResourceEdit[], cloud: Cloud): ScopeCosts {
  const { provider, service, region, account, endpoint } = cloud;
  const scope = scopeName({ provider, service, scope: { region, ...(account !== undefined && { account }) } });
  const place = { scope, ...(endpoint !== undefined && { endpoint }) };
  const profile: PacedProfile = cloud;
  const costs = new ScopeCosts(place, profile);
  for (const edit of edits) {
    const { set, remove } = setAndRemove(edit);
    costs.add({
      action: "change",
      ...place,
      reference: edit.reference,
      kind: edit.kind,
      before: Object.fromEntries(edit.before),
      set: Object.fromEntries(set),
      remove,
    });
  }
  costs.count();
  return costs;
}
