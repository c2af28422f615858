import { configurationErrorFor } from "@crosstag/driver-kit";

/** A setting is missing or wrong; nothing was sent. */
export const configurationError = configurationErrorFor("tencent");
