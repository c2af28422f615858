export { currentUser, doubtAboutOwner, findConfigurationFile } from "./configuration/find-configuration-file.ts";
export type { FileUser } from "./configuration/find-configuration-file.ts";
