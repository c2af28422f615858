import { refuseUnknownFields, type FieldsOf } from "../../known-fields.ts";
import { simulatedKeysFields } from "../../simulated-keys.ts";
import { documentedQuotas } from "../service/quotas.ts";
import type { AlibabaAccountScene, AlibabaRoleScene } from "./account-scene.ts";

const accountFields: FieldsOf<AlibabaAccountScene> = {
  id: true,
  name: true,
  folder: true,
  joined: true,
  status: true,
  suspended: true,
  roles: true,
  quotas: true,
  tags: true,
  delegatedAdministrator: true,
  keys: true,
  secrets: true,
  certificates: true,
};
const roleFields: FieldsOf<AlibabaRoleScene> = { name: true, trusts: true, externalId: true, maxSessionSeconds: true };

/** Throws a `TypeError` that names the wrong field and what it must be. */
export function checkAccountScene(scene: AlibabaAccountScene, place: string): void {
  refuseUnknownFields(scene, place, accountFields);
  const { id, folder = "/", roles = [], quotas = {} } = scene;
  if (typeof id !== "string" || !/^\d+$/.test(id)) {
    throw new TypeError(`${place}.id must be a text of digits: write "1234567890123456" with quotes.`);
  }
  if (!/^\/(?:[^/]+(?:\/[^/]+)*)?$/.test(folder)) {
    throw new TypeError(`${place}.folder must be a path such as /Workloads/Prod.`);
  }
  for (const [index, role] of roles.entries()) {
    if (typeof role !== "string") refuseUnknownFields(role, `${place}.roles[${index}]`, roleFields);
  }
  refuseUnknownFields(
    quotas,
    `${place}.quotas`,
    Object.fromEntries(Object.keys(documentedQuotas).map((group) => [group, true] as const)),
  );
  for (const kind of ["keys", "secrets", "certificates"] as const) {
    const { [kind]: simulated } = scene;
    if (simulated !== undefined) refuseUnknownFields(simulated, `${place}.${kind}`, simulatedKeysFields);
  }
}
