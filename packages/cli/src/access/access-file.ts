/** The file that says who may call the service, unless another is named. */
export const ACCESS_FILE = "crosstag-access.yaml";

/** The hash in the file that `crosstag init access` writes: of no token. */
export const HASH_OF_NO_TOKEN = `sha256:${"0".repeat(64)}`;
