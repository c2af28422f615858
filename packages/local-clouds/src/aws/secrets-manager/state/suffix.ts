const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** The six letters and digits at the end of a secret's ARN, from hexadecimal digits: the same for the same digits. */
export function suffixOf(hexadecimal: string): string {
  let rest = Number.parseInt(hexadecimal.slice(0, 12), 16);
  let suffix = "";
  while (suffix.length < 6) {
    suffix = (digits[rest % digits.length] ?? "") + suffix;
    rest = Math.floor(rest / digits.length);
  }
  return suffix;
}

/** Whether a text ends as an ARN with a suffix does. */
export function endsLikeSuffix(text: string): boolean {
  return /-[A-Za-z0-9]{6}$/.test(text);
}
