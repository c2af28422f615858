/**
 * What is wrong with the address of a webhook; empty if it can be used. Sentences do not contain the address.
 * @param subject what sentences call the address
 */
export function checkWebhookUrl(text: string, subject = "The address"): readonly string[] {
  if (!URL.canParse(text)) return [`${subject} is not a URL. Write it like https://hooks.example.com/tags.`];
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== "" || password !== "")
    return [`${subject} contains a user or a password. Set secretEnvironmentVariable, and verify the signature.`];
  const isThisMachine = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  if (protocol !== "https:" && !(protocol === "http:" && isThisMachine))
    return [`${subject} is not https, and other machines could read the message. Write an https URL.`];
  return [];
}
