import { refuseUnknownFields, type FieldsOf } from "../../known-fields.ts";
import { simulatedKeysFields } from "../../simulated-keys.ts";
import { certificateQuotas } from "../acm/quotas.ts";
import { secretQuotas } from "../secrets-manager/quotas.ts";
import { awsOperations } from "../service/operations.ts";
import type { AwsAccountScene, AwsAccountState, AwsRoleScene } from "./account-scene.ts";
import { awsRegionStatuses, isDefaultRegion, type AwsRegionStatus } from "./region-status.ts";

const accountFields: FieldsOf<AwsAccountScene> = {
  id: true,
  name: true,
  state: true,
  unit: true,
  joined: true,
  roles: true,
  regionStatus: true,
  deniedRegions: true,
  quotas: true,
  tags: true,
  delegatedAdministrator: true,
  keys: true,
  secrets: true,
  certificates: true,
};
const roleFields: FieldsOf<AwsRoleScene> = {
  name: true,
  path: true,
  trusts: true,
  externalId: true,
  maxSessionSeconds: true,
};
const furtherGroups = [...Object.values(secretQuotas), ...Object.values(certificateQuotas)].map(
  ({ quotaGroup }) => quotaGroup,
);
const quotaGroups: ReadonlySet<string> = new Set([...Object.keys(awsOperations), ...furtherGroups]);
const states: readonly AwsAccountState[] = ["PENDING_ACTIVATION", "ACTIVE", "SUSPENDED", "PENDING_CLOSURE", "CLOSED"];

/** Throws a `TypeError` that names the wrong field and what it must be. */
export function checkAccountScene(scene: AwsAccountScene, place: string, regions: readonly string[]): void {
  refuseUnknownFields(scene, place, accountFields);
  const { id, state = "ACTIVE", unit = "/" } = scene;
  if (typeof id !== "string" || !/^\d{12}$/.test(id)) {
    throw new TypeError(`${place}.id must be a text of twelve digits: write "111122223333" with quotes.`);
  }
  if (!states.includes(state)) throw new TypeError(`${place}.state must be one of ${states.join(", ")}.`);
  if (!/^\/(?:[^/]+(?:\/[^/]+)*)?$/.test(unit)) {
    throw new TypeError(`${place}.unit must be a path such as /Workloads/Prod.`);
  }
  checkParts(scene, place);
  for (const [region, status] of Object.entries(scene.regionStatus ?? {})) {
    checkRegionStatus(`${place}.regionStatus.${region}`, region, status, regions);
  }
  for (const region of scene.deniedRegions ?? []) requireRegion(`${place}.deniedRegions`, region, regions);
}

function checkParts({ roles = [], quotas = {}, keys, secrets, certificates }: AwsAccountScene, place: string): void {
  for (const [index, role] of roles.entries()) {
    if (typeof role !== "string") refuseUnknownFields(role, `${place}.roles[${index}]`, roleFields);
  }
  for (const group of Object.keys(quotas)) {
    if (!quotaGroups.has(group)) {
      throw new TypeError(
        `${place}.quotas.${group} is not a quota: write an operation of KMS, or one of ${furtherGroups.join(", ")}.`,
      );
    }
  }
  for (const [kind, simulated] of Object.entries({ keys, secrets, certificates })) {
    if (simulated !== undefined) refuseUnknownFields(simulated, `${place}.${kind}`, simulatedKeysFields);
  }
}

function checkRegionStatus(place: string, region: string, status: AwsRegionStatus, regions: readonly string[]): void {
  requireRegion(place, region, regions);
  if (!awsRegionStatuses.includes(status)) {
    throw new TypeError(`${place} must be one of ${awsRegionStatuses.join(", ")}.`);
  }
  if (isDefaultRegion(region)) {
    throw new TypeError(`${place} cannot be set: AWS enables ${region} in every account.`);
  }
}

function requireRegion(place: string, region: string, regions: readonly string[]): void {
  if (regions.includes(region)) return;
  throw new TypeError(`${place} names "${region}", but the cloud has ${regions.join(", ")}.`);
}
