/** Matches names that people give to secrets, as keys in a file or as flags. */
export const LOOKS_SECRET = /secret|password|passwd|token|credential|access_?-?key|private_?-?key/i;

/** A sentence for messages about credentials in the wrong place. */
export const WHERE_CREDENTIALS_COME_FROM =
  "Each cloud's own SDK finds the credentials: environment variables, profiles, roles.";
