import { UsageError } from "../usage-error.ts";

/** A name on the command line is neither that of a configured cloud nor that of a provider. */
export class UnknownCloudError extends UsageError {}
