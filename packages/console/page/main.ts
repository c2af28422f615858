import "./style/tokens.css";
import "./style/base.css";
import "./style/controls.css";
import "./style/records.css";
import "./style/shell.css";
import { z } from "zod";
import { takeToken } from "./api/session-token.ts";

// The page allows no code from texts, which zod would try to make its checks faster. Schemas decide when they are made.
z.config({ jitless: true });
takeToken();

const root = document.querySelector("#root");
if (root !== null) {
  const { renderApp } = await import("./render-app.tsx");
  renderApp(root);
}
