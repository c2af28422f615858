import { z } from "zod";

/** A line that a person has typed: visible in journals and on pages, and on one line. Without control characters and halves of characters. */
export const typedLine = z
  .string()
  .regex(/^[^\p{Cc}\p{Cs}\u2028\u2029]*$/u)
  .max(200);

/** A text of several lines that a person has typed, under the same rule. */
export const typedText = z
  .string()
  .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])*$/u)
  .max(2_000);
