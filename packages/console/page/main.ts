import "./style/tokens.css";
import "./style/base.css";
import "./style/controls.css";
import "./style/records.css";
import "./style/shell.css";
import { takeToken } from "./api/session-token.ts";
import { renderApp } from "./render-app.tsx";

takeToken();

const root = document.querySelector("#root");
if (root !== null) renderApp(root);
