import { KMS, type Service, SSM } from "./services.ts";

/** A type of resource whose tags the Tag service keeps, and what it is called. */
export interface ResourceType {
  /** The kind, which is also the prefix of the resource in full names. */
  readonly kind: "key" | "secret";
  /** The service that has the resources; its name is a part of full names. */
  readonly service: Service;
  /** The service in messages. */
  readonly title: string;
  /** Several resources in messages. */
  readonly plural: string;
  /** What the service itself calls a resource: the last part of a full name. */
  readonly id: RegExp;
  /** The same in the forms of references. */
  readonly idForm: string;
  /** Whether the id alone is taken for a resource of this type. */
  readonly bareIds: boolean;
}

/** Keys of KMS, whose ids are UUIDs. */
export const KEYS: ResourceType = {
  kind: "key",
  service: KMS,
  title: "Tencent Cloud KMS",
  plural: "keys",
  id: /^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/,
  idForm: "<key id>",
  bareIds: true,
};

/** Secrets of Secrets Manager, whose names users choose. */
export const SECRETS: ResourceType = {
  kind: "secret",
  service: SSM,
  title: "Tencent Cloud Secrets Manager",
  plural: "secrets",
  id: /^[A-Za-z0-9][\w-]{0,127}$/,
  idForm: "<secret name>",
  bareIds: false,
};
