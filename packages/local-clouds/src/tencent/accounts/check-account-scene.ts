import { refuseUnknownFields, type FieldsOf } from "../../known-fields.ts";
import { simulatedKeysFields } from "../../simulated-keys.ts";
import { documentedQuotas } from "../service/services.ts";
import type { TencentAccountScene, TencentRoleScene } from "./account-scene.ts";

const accountFields: FieldsOf<TencentAccountScene> = {
  id: true,
  appId: true,
  suspended: true,
  roles: true,
  quotas: true,
  keys: true,
};
const roleFields: FieldsOf<TencentRoleScene> = { name: true, trusts: true, externalId: true };

/** Throws a `TypeError` that names the wrong field and what it must be. */
export function checkAccountScene(scene: TencentAccountScene, place: string): void {
  refuseUnknownFields(scene, place, accountFields);
  const { id, roles = [], quotas = {}, keys } = scene;
  if (typeof id !== "string" || !/^\d{1,15}$/.test(id)) {
    throw new TypeError(`${place}.id must be a text of up to 15 digits: write "100000000001" with quotes.`);
  }
  for (const [index, role] of roles.entries()) {
    if (typeof role !== "string") refuseUnknownFields(role, `${place}.roles[${index}]`, roleFields);
  }
  refuseUnknownFields(
    quotas,
    `${place}.quotas`,
    Object.fromEntries(Object.keys(documentedQuotas).map((group) => [group, true] as const)),
  );
  if (keys !== undefined) refuseUnknownFields(keys, `${place}.keys`, simulatedKeysFields);
}
