/** The mode of a new file that holds tags: only its owner reads it, like plans and journals. */
export const PRIVATE_FILE = 0o600;
