/** A word or phrase that texts of this repository do not use, and what they say instead. */
export interface AvoidedWord {
  readonly pattern: RegExp;
  readonly instead: string;
}

/** Spaces of a phrase match line breaks too. */
function avoid(phrase: string, instead: string): AvoidedWord {
  return { pattern: new RegExp(String.raw`\b(?:${phrase.replaceAll(" ", String.raw`\s+`)})\b`, "gi"), instead };
}

/**
 * Conditions that begin with "where", as far as the words around it show that it does not name a place: a main clause
 * follows the comma.
 */
const conditions: readonly AvoidedWord[] = [
  {
    pattern:
      /\bWhere\b(?=[^.?!;|]*,\s+(?:it|its|the|an?|this|that|these|there|they|one|no|nothing|none|all|only|each|every|neither|both|\S+\s+(?:is|are|was|were|has|have|must|may|can|cannot|gets?|will|says?|counts?))\b)/g,
    instead: '"If" or "When" for a condition',
  },
  avoid("(?:only|except|undefined|empty|true|false|absent|missing) where", '"if" or "when" for a condition'),
  avoid("where (?:there (?:is|are|was|were)|no|none|nothing)", '"if" or "when" for a condition'),
  avoid("wherever", '"whenever", or name the place'),
];

const phrases: readonly AvoidedWord[] = [
  avoid("nobody|no one", "name the subject, or use the passive"),
  avoid("somebody|someone|anybody|everybody|everyone", "name the person or the program"),
  avoid(
    "whoever|whosoever|who(?= (?:may|can|wants|runs|reads|has|needs|does)\\b)(?<=(?:^|[.:;] )who)",
    "name the subject: a caller, a user",
  ),
  avoid("those (?:that|who|which)|that which", "name the things: keys that …, callers who …"),
  avoid("but for", '"except"'),
  {
    pattern: /(?<!\bthere\s+)\b(?:is|are|was|were|be)\s+no\b(?!\s+(?:longer|more|less|later|larger|older)\b)/gi,
    instead: '"is not a" or "has no"',
  },
  avoid("left to people|needs? a person|for people to", '"requires manual action"'),
  avoid("already so", '"unchanged"'),
  avoid("(?:give|gives|gave|given|giving) (?:it |them )?back", '"return" or "restore"'),
  avoid("(?:take|takes|took|taken|taking) (?:it |them )?away", '"remove"'),
  avoid("mend|mends|mended|mending", '"fix"'),
  avoid(
    "(?:hold|holds|held|holding) (?:\\S+ ){1,4}?to (?:a|the|its|their|this|what)",
    '"check … against" or "limit … to"',
  ),
  avoid("held to (?:a|the|its|their|it|this|what)", '"checked against"'),
  avoid("that is all of them", '"all of them", or leave it out'),
  avoid("by hand", '"manually"'),
  avoid("told|tells", '"report", "print", "configure" or "distinguish"'),
  avoid("(?:go|goes|went|gone|going) on", '"continue"'),
  avoid("(?:look|looks|looked|looking) at", '"read", "describe" or "check"'),
  avoid("as (?:it|they|one) should", '"correctly", or say what is expected'),
  avoid("(?:come|comes|came|coming) to (?:its|their|an) end", '"end"'),
  avoid("befall|befalls|befell|befallen", '"apply to" or "affect"'),
  avoid("suffer|suffers|suffered|suffering", '"fail with" or "get"'),
  avoid("shall", '"must" or "will"'),
  avoid("in vain", '"without effect"'),
  avoid("wrong use of", '"usage error"'),
  avoid("takes? offence", '"fail" or "reject"'),
  avoid(
    "thereof|therein|thereby|whereby|wherein|hence|whence|hitherto|lest|ere|nought|naught|alike but|save for",
    "plain words",
  ),
];

const american: Readonly<Record<string, string>> = {
  "behaviours?": "behavior",
  "(?:colour|favour|honour|neighbour|labour|flavour|harbour)(?:s|ed|ing|able|ite|s?)?": "…or (color, favor, neighbor)",
  "(?:un)?licen[c]e[sd]?": "license",
  "(?:un|dis|re|de)?(?:organ|recogn|normal|serial|initial|summar|author|minim|maxim|optim|priorit|parallel|categor|random|util|canonical|custom|special|general|synchron|memor|final|token|penal|standard|visual|character|capital|central|equal|real|apolog|critic|sanit)is(?:e|es|ed|er|ers|ing|ation|ations)":
    "…ize",
  "(?:anal|paral)ys(?:e|es|ed|ing)": "…yze",
  "(?:cancel|label|model|travel|signal|total|level|channel|tunnel|marshal|unmarshal|fuel|dial|quarrel)l(?:ed|ing|er|ers)":
    "one l (canceled, labeled)",
  "fulfil|fulfils|skilful|wilful|instalment|enrol": "two l's (fulfill)",
  "centre[sd]?|metre|fibre|theatre": "…er (center)",
  "catalogue[sd]?|dialogue|analogue": "…og (catalog)",
  "defen[c]e|offen[c]e|preten[c]e": "…se (defense)",
  "grey|judgement|artefacts?|programmes?|cheque|ageing|acknowledgement|sceptical|mould|plough|tyres?":
    "the American spelling",
  "learnt|spelt|misspelt|burnt|leapt|dreamt|unlearnt|spoilt": "…ed (learned, misspelled)",
  "whilst|amongst": "while, among",
  "practis(?:e|es|ed|ing)": "practice",
};

export const avoidedWords: readonly AvoidedWord[] = [
  ...conditions,
  ...phrases,
  ...Object.entries(american).map(([word, instead]) => avoid(word, `American spelling: ${instead}`)),
];
