/** Calls that would be seen if one of these texts became a part of the page. */
const CALL = "window.ranFromData=1";

/** Names of teams and tags that an attacker could choose. */
export const HOSTILE_TEXTS = [
  `</script><script>${CALL}</script>`,
  `<!--<script>${CALL}`,
  `<img src=x onerror=${CALL}>`,
  `"><svg onload=${CALL}>`,
  `'"\` onmouseover=${CALL} x="`,
  `javascript:${CALL}`,
  "\u202Egnp.exe\u202C \u2066spoof\u2069\u200B",
  "a&amp;b=c#d%20e+f",
  "line\u2028separator\u0000and nothing",
];
