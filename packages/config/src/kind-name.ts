import { KIND_NAME } from "@crosstag/core/internal";
import { z } from "zod";

/** The name of a kind. Which kinds exist is known once the clouds are. */
export const kindName = z
  .string({ error: "must be a text" })
  .regex(KIND_NAME, "must be a kind, for example key: lower-case letters, digits and -");
