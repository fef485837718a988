"use strict";
// What a person chooses on this page, kept in the browser where it allows that, and saved as a file.
const all = (css, place = document) => [...place.querySelectorAll(css)];
const one = (css, place = document) => place.querySelector(css);
const make = (tag, more, ...parts) => {
  const made = Object.assign(document.createElement(tag), more);
  made.append(...parts);
  return made;
};
const { case: folder, documents, spans } = JSON.parse(one("#numbers").textContent);
const key = "narratives " + folder + " " + Object.values(documents).join();
const count = (number, noun) => number + " " + noun + (number === 1 ? "" : "s");
const lengthOf = (text) => [...text].length;

// Set here, because the W3C checker does not know ::highlight yet.
const paint = new CSSStyleSheet();
[
  "::highlight(content){background:var(--hit);color:var(--ink)}",
  "::highlight(cue){text-decoration:underline wavy;background:var(--hit);color:var(--ink)}",
  "::highlight(source){text-decoration:underline 2px;background:var(--mark);color:var(--ink)}",
].forEach((rule) => window.Highlight && paint.insertRule(rule));
document.adoptedStyleSheets = [paint];

// The texts: places count code points, as the case does.
const texts = {};
all("[data-doc]").forEach((part) => {
  texts[part.dataset.doc] = all("[data-start]", part).map((p) => ({ p, start: +p.dataset.start, words: p.textContent }));
});
const unitsAt = (words, points) => [...words].slice(0, points).join("").length;
const rangesOf = (name, list) => (texts[name] || []).flatMap(({ p, start, words }) => {
  const end = start + lengthOf(words);
  return list.filter(([a, b]) => a < end && b > start).map(([a, b]) => {
    const range = new Range();
    range.setStart(p.firstChild, unitsAt(words, Math.max(0, a - start)));
    range.setEnd(p.firstChild, unitsAt(words, Math.min(b, end) - start));
    return range;
  });
});
const parse = (value) => value.split(";").filter(Boolean).map((piece) => piece.split("-").map(Number));
const wordsAt = (name, list) => rangesOf(name, list).map(String).join(" … ");
const show = (target, scroll) => {
  if (!spans[target] || !window.Highlight) return;
  const name = target.split(":")[0];
  Object.entries(spans[target]).forEach(([part, list]) => CSS.highlights.set(part, new Highlight(...rangesOf(name, list))));
  const [first] = rangesOf(name, spans[target].content);
  if (first && scroll) first.startContainer.parentNode.scrollIntoView({ block: "center" });
};

// Marked words: the span from the first to the last marked letter of one text.
const marked = () => {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  for (const [name, parts] of Object.entries(texts)) {
    const found = parts.filter(({ p }) => range.intersectsNode(p)).map(({ p, start, words }) => {
      const own = new Range();
      own.selectNodeContents(p);
      if (range.compareBoundaryPoints(Range.START_TO_START, own) > 0) own.setStart(range.startContainer, range.startOffset);
      if (range.compareBoundaryPoints(Range.END_TO_END, own) < 0) own.setEnd(range.endContainer, range.endOffset);
      const before = new Range();
      before.setStart(p, 0);
      before.setEnd(own.startContainer, own.startOffset);
      const told = own.toString();
      const from = start + lengthOf(before.toString()) + lengthOf(told) - lengthOf(told.trimStart());
      return [from, from + lengthOf(told.trim())];
    }).filter(([from, to]) => from < to);
    if (found[0]) return { name, list: [[found[0][0], found.at(-1)[1]]] };
  }
  return null;
};
let last = null;
document.addEventListener("selectionchange", () => { last = marked() || last; });

// Words that were written: where they stand, once, in one of the texts.
const find = (words, only) => {
  const hits = [];
  Object.entries(texts).filter(([name]) => !only || name === only).forEach(([name, parts]) => parts.forEach((part) => {
    for (let at = part.words.indexOf(words); at >= 0; at = part.words.indexOf(words, at + 1)) {
      const from = part.start + lengthOf(part.words.slice(0, at));
      hits.push({ name, list: [[from, from + lengthOf(words)]] });
    }
  }));
  return hits;
};
const place = (field) => {
  const written = field.value.trim();
  const only = (field.closest("article").dataset.target || "").split(":")[0] || field.dataset.doc;
  if (!written) return null;
  if (/^\d+-\d+(;\d+-\d+)*$/.test(written)) return { name: only, list: parse(written) };
  const hits = find(written, only);
  return hits.length === 1 ? hits[0] : { wrong: hits.length ? "These words stand there " + hits.length + " times. Mark the ones that are meant." : "These words are not in the text." };
};
const tell = (field) => {
  const found = place(field);
  const told = one("[data-told]", field.closest("p"));
  told.textContent = !found ? "" : found.wrong || (found.name ? "“" + wordsAt(found.name, found.list) + "”" : "");
};

// The state: what is chosen, when, and what was chosen before it.
const fields = () => all("main :is([data-field],[data-why])").filter((field) => !field.closest("#new"));
const nameOf = (field) => [field.closest("article").dataset.target, field.dataset.field || "why", field.dataset.account || ""].join(" ");
let state = { who: "", chosen: {}, times: {}, added: [] };
let steps = [];
const remember = () => {
  try { localStorage.setItem(key, JSON.stringify(state)); } catch { /* the browser does not allow it */ }
};
const copy = (value) => JSON.parse(JSON.stringify(value));
const changed = (step) => {
  steps.push(copy(state));
  step();
  remember();
  update();
};
const now = () => new Date().toISOString();
const valueOf = (field) => {
  if (!("span" in field.dataset)) return field.value;
  const found = place(field);
  return found && !found.wrong ? found.list.map((span) => span.join("-")).join(";") : "";
};
const lines = () => all("article[data-target]").flatMap((article) => {
  const { target } = article.dataset;
  const why = one("[data-why]", article).value.trim();
  const own = all("[data-field]", article);
  const names = [...new Set(own.map((field) => field.dataset.field))];
  return names.flatMap((field) => {
    const some = own.filter((other) => other.dataset.field === field);
    const given = some.filter(valueOf);
    if (!given[0]) return [];
    let value = valueOf(given[0]);
    if (field === "credibility") value = +value;
    if (field === "rating") value = Object.fromEntries(given.map((one) => [one.dataset.account, one.value]));
    if (field === "bearings") {
      value = some.map((one) => [one.dataset.account, ...(one.value || one.dataset.now).split(" ")])
        .filter(([, stance]) => stance !== "none").map(([narrative, stance, how]) => ({ narrative, stance, how }));
    }
    const at = given.map((one) => state.times[nameOf(one)] || "").sort().at(-1) || now();
    return [{ at, who: state.who, target, field, value, why }];
  });
}).concat(state.added.map((line) => ({ ...line, who: state.who })));
const update = () => {
  one("#who").value = state.who;
  fields().forEach((field) => { field.value = state.chosen[nameOf(field)] || ""; });
  all("[data-span]").forEach(tell);
  all("article[data-target]").forEach((article) => {
    article.toggleAttribute("data-changed", all("[data-field]", article).some(valueOf));
  });
  one("#added").replaceChildren(...state.added.map((line, n) => make("li", {},
    "“" + wordsAt(line.target, parse(line.value.content)) + "” ",
    make("button", { type: "button", ariaLabel: "Take out added statement " + (n + 1), textContent: "Take out", onclick() {
      changed(() => { state.added.splice(n, 1); });
      one("#add").focus();
    } }))));
  one("#count").textContent = count(lines().length, "decision");
};
document.addEventListener("change", ({ target: field }) => {
  if (field.id === "who") remember();
  else if (field.closest("#new")) "span" in field.dataset && tell(field);
  else if (field.matches("[data-field],[data-why]")) {
    const { value } = field;
    changed(() => {
      state.chosen[nameOf(field)] = value;
      state.times[nameOf(field)] = now();
    });
  }
});
// A name counts as it is written: whatever is drawn meanwhile must not take it away.
one("#who").addEventListener("input", ({ target }) => { state.who = target.value.trim(); });
document.addEventListener("focusin", ({ target }) => {
  const article = target.closest?.("article[data-target]");
  if (article) show(article.dataset.target, false);
});
document.addEventListener("click", ({ target: button }) => {
  if (button.matches("[data-show]")) show(button.closest("article").dataset.target, true);
  if (!button.matches("[data-pick]")) return;
  const field = one("[data-span]", button.closest("p"));
  const home = (button.closest("article").dataset.target || "").split(":")[0];
  if (!last || (home && last.name !== home)) {
    one("[data-told]", button.closest("p")).textContent = "Mark words in the text first.";
    return;
  }
  field.value = last.list.map((span) => span.join("-")).join(";");
  field.dataset.doc = last.name;
  field.dispatchEvent(new Event("change", { bubbles: true }));
});

// A missed statement. To press the button must not leave the field first: what is then told of its
// words would move the button from under the finger.
one("#add").onmousedown = (event) => event.preventDefault();
one("#add").onclick = () => {
  const form = one("#new");
  const say = (words) => { one("#added-told").textContent = words; };
  const own = (field) => one(`[data-field="${field}"]`, form);
  const found = Object.fromEntries(["content", "source", "cue"].map((part) => [part, place(own(part))]));
  const wrong = Object.values(found).find((some) => some && some.wrong);
  if (wrong) return say(wrong.wrong);
  if (!found.content || !found.content.name) return say("What is said is missing.");
  if (!found.source && !own("source_id").value) return say("Who says it is missing.");
  if (Object.values(found).some((some) => some && some.name !== found.content.name)) return say("The words stand in different texts.");
  const value = {};
  ["content", "source", "cue"].forEach((part) => { if (found[part]) value[part] = found[part].list.map((span) => span.join("-")).join(";"); });
  ["source_id", "strength", "kind"].forEach((field) => { if (own(field).value) value[field] = own(field).value; });
  const bearings = all("[data-account]", form).filter((field) => field.value).map((field) => {
    const [stance, how] = field.value.split(" ");
    return { narrative: field.dataset.account, stance, how };
  });
  if (bearings[0]) value.bearings = bearings;
  const why = one("[data-why]", form).value.trim();
  changed(() => { state.added.push({ at: now(), target: found.content.name, field: "statement", value, why }); });
  all("input,select", form).forEach((field) => {
    field.value = "";
    delete field.dataset.doc;
  });
  all("[data-told]", form).forEach((told) => { told.textContent = ""; });
  say("Added. It stands below.");
};

// Undo, order, and the file.
one("#undo").onclick = () => {
  if (!steps[0]) return;
  state = { ...steps.pop(), who: state.who };
  remember();
  update();
};
const order = () => {
  const tasks = all("#tasks>article");
  const by = one("#order").value;
  tasks.forEach((task) => { task.hidden = one("#open").checked && "decided" in task.dataset; });
  tasks.sort((a, b) => a.dataset[by || "rank"] - b.dataset[by || "rank"]);
  one("#tasks").append(...tasks);
};
all("#tasks>article").forEach((task, n) => { task.dataset.rank = n; });
one("#order").onchange = order;
one("#open").onchange = order;
one("#save").onclick = () => {
  const told = lines();
  const say = (words) => { one("#count").textContent = words; };
  if (!state.who) {
    one("#who").focus();
    return say("Write your name first.");
  }
  if (!told[0]) return say("Nothing is decided yet.");
  const name = "decisions-" + folder.replace(/[^\w.-]+/g, "-") + ".json";
  const file = { format: "narratives decisions", version: 1, case: folder, documents, lines: told };
  const blob = new Blob([JSON.stringify(file, null, 1)], { type: "application/json" });
  make("a", { download: name, href: URL.createObjectURL(blob) }).click();
  say(count(told.length, "decision") + " saved as " + name + ".");
};
try { state = { ...state, ...JSON.parse(localStorage.getItem(key) || "{}") }; } catch { /* nothing is kept */ }
update();
