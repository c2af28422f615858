/** Names that somebody gives to a secret, in a file or as a flag. */
export const LOOKS_SECRET = /secret|password|passwd|token|credential|access_?-?key|private_?-?key/i;

export const WHERE_CREDENTIALS_COME_FROM =
  "Each cloud's own SDK finds the credentials: environment variables, profiles, roles.";
