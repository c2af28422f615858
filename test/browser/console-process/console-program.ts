import { serveConsole, type ConsoleSettings } from "./serve-console.ts";

// A console as a process of its own, so that it can be killed. Its only argument are the settings as JSON.
const settings = JSON.parse(process.argv[2] ?? "{}") as ConsoleSettings;
const { url } = await serveConsole(settings);
process.stdout.write(`${url}\n`);
