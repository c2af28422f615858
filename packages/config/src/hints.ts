export { LOOKS_SECRET, WHERE_CREDENTIALS_COME_FROM } from "./configuration/credential-words.ts";
export { didYouMean } from "./documents/did-you-mean.ts";
