// Draws what the session shows and sends back what a person does. Every decision is made in
// Python; whatever comes from a text goes into the page as text.

const TOKEN = /[\p{L}\p{N}\p{M}]+(?:[-'’.][\p{L}\p{N}\p{M}]+)*|\S/gu;
const LOOK_EVERY = 5000, LEARN_AFTER = 2500, READ_AFTER = 150, ASK_AGAIN = 3000, ASK_LAST = 30000, PATIENCE = 20000, MOST_HELD = 9;
const NEW = "(new name)";
const PARTS = { source: "Who says it", cue: "The words that say so", content: "What is said", chain: "Through whom it came" };
const AT_ONCE = ["Escape", "w", "f", "?"];
const ADDED = ["source", "cue", "content"];
const READ_ANEW = [...ADDED, "source_id", "source_name"];
const LONGEST_WHY = 2000;
const STANCES = [
  ["none|stated", "neither"],
  ["supports|stated", "supports it"],
  ["supports|implied", "supports it, implied"],
  ["disputes|stated", "disputes it"],
  ["disputes|implied", "disputes it, implied"],
];
const KEYS = [
  ["n, p", "next, previous statement"],
  ["a", "accept the statement, and go on"],
  ["x", "leave it out, and go on"],
  ["b", "keep its bearings as they stand"],
  ["1 to 9", "change the bearing on account A, B, C and so on"],
  ["i", "stated or implied, for the account changed last"],
  ["s, c, t", "choose other words for the source, the cue, the content (what is told)"],
  ["v", "choose the words of those through whom it came, the nearest to the source first (via)"],
  ["m", "add a missed statement"],
  ["Enter", "keep what was changed"],
  ["Escape", "leave what was begun; from a field, back to the text"],
  ["w", "write a reason"],
  ["z, y", "undo, redo"],
  ["f", "choose which statements are shown"],
  ["?", "these keys"],
];
const CHOOSING = [
  ["← →", "one word back, on"],
  ["↑ ↓", "ten words back, on"],
  ["Shift with these", "take in the words between"],
  ["Space", "add another piece"],
  ["Enter", "take these words"],
  ["0", "there are no such words"],
  ["Escape", "leave"],
];

function h(tag, given = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "value") made.value = value;
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...there(inside));
  return made;
}

const there = (inside) => inside.flat().filter((one) => one !== null && one !== undefined && one !== false);
const fill = (element, ...inside) => element.replaceChildren(...there(inside));

const button = (key, words, shortcut, act, given = {}) =>
  h("button", { type: "button", "data-key": key, onclick: act, "aria-keyshortcuts": shortcut, ...given },
    words, shortcut ? h("kbd", { "aria-hidden": "true" }, shortcut) : null);

function choice(key, label, options, value, act, given = {}) {
  const select = h("select", { "data-key": key, onchange: () => act(select.value) },
    options.map(([name, words]) => h("option", { value: name, selected: name === value }, words)));
  if (!options.some(([name]) => name === value)) {
    select.prepend(h("option", { value: "", selected: true, disabled: true }, given.open || "not set"));
    select.value = "";
  }
  return h("label", { class: given.class || "field" }, h("span", {}, label), select);
}

const letters = (words) => Array.from(words).length;

function render({ model, el }) {
  let view = model.get("view");
  // Several views can show one editor, and each hears the answers to all.
  const me = Math.random().toString(36).slice(2);
  let drawn = "", number = 0, waiting = null, asking = null, patience = null, learn = null, ahead = null, again = null;
  const answered = new Set();
  // What was pressed while a step was on its way.
  let held = [];
  let spent = false, staged = new Map(), choosing = null, tokens = [], lastAccount = 0, known = "";

  // What stands there from the beginning.
  const head = h("div", { class: "head" });
  const text = h("div", { class: "text", tabindex: "0", role: "region", "aria-label": "The text", "data-key": "text" });
  const bar = h("div", { class: "bar", hidden: true });
  const list = h("details", { class: "list" });
  const lost = h("details", { class: "lost", open: true, hidden: true });
  const panel = h("div", { class: "panel", role: "region", "aria-label": "The statement at hand", tabindex: "0", "data-key": "panel" });
  const standing = h("div", { class: "standing", role: "region", "aria-label": "How the accounts stand" });
  const status = h("p", { class: "status", role: "status", "aria-live": "polite" });
  const help = h("details", { class: "help" },
    h("summary", { "data-key": "help" }, "Keys"),
    h("p", {}, "They work in the text and in the panel, not in a field."),
    h("dl", {}, KEYS.map(([key, words]) => h("div", {}, h("dt", {}, key), h("dd", {}, words)))),
    h("p", {}, "While you choose words:"),
    h("dl", {}, CHOOSING.map(([key, words]) => h("div", {}, h("dt", {}, key), h("dd", {}, words)))));
  const root = h("section", {
    class: "narratives-editor", "aria-label": "Review", "data-lm-suppress-shortcuts": "true",
  }, head, status, h("div", { class: "both" }, h("div", { class: "left" }, bar, text, lost, list), panel), standing, help);
  el.append(root);

  const say = (words, kind = "") => {
    status.textContent = "";
    status.className = `status ${kind}`;
    status.textContent = words;
  };

  // To Python, and what comes back.
  function send(intent, quiet = false) {
    if (waiting && !waiting.quiet && !quiet) return void later(() => send(intent), false);
    number += 1;
    const asked = { ...intent, id: number, by: me };
    waiting = { id: number, quiet, clears: intent.do === "keep" || intent.do === "add" };
    clearTimeout(asking);
    clearTimeout(patience);
    if (!quiet) {
      clearTimeout(ahead);
      const writes = ["accept", "reject", "keep", "add", "undo", "redo"].includes(intent.do);
      if (writes) { root.setAttribute("aria-busy", "true"); say("Writing …", "busy"); }
      patience = setTimeout(() => say(`No answer from the kernel yet${writes ? ": it is not known whether this was kept" : ""}. `
        + "It is asked again, and does nothing twice. Is it running? If not, run the cell again.", "bad"), PATIENCE);
    }
    ask(asked, ASK_AGAIN);
    return undefined;
  }

  // A message can be lost, or its answer, while a kernel begins or is busy. It is sent again
  // until there is an answer; the kernel knows what it has done, and only answers once more.
  function ask(asked, wait) {
    model.send(asked);
    asking = setTimeout(() => { if (waiting && waiting.id === asked.id) ask(asked, Math.min(2 * wait, ASK_LAST)); }, wait);
  }

  // One thing at a time: a decision that is on its way is not to be forgotten for this, and who
  // chooses words does not pause.
  function learnSoon() {
    clearTimeout(learn);
    learn = setTimeout(() => { if (waiting || choosing) learnSoon(); else send({ do: "learn" }, true); }, LEARN_AFTER);
  }

  // Words that are chosen are read while a person looks at them, so that to keep them takes no
  // longer than anything else. Nothing is kept by this and nothing is drawn.
  function readAhead(given) {
    clearTimeout(ahead);
    ahead = setTimeout(() => { if (waiting) readAhead(given); else send({ do: "ready", ...given }, true); }, READ_AFTER);
  }

  // A decision does not wait for the words that it changed to be read. They are read as soon as
  // the person pauses, and until then what is drawn says so.
  function readAgainSoon() {
    clearTimeout(again);
    again = setTimeout(() => {
      if (!view.reading.length) return;
      if (waiting || choosing) readAgainSoon(); else send({ do: "read" }, true);
    }, READ_AFTER);
  }

  function heard(reply) {
    if (reply.by && reply.by !== me) return;
    // The line is on the disk; what follows from it is still being computed.
    if (reply.more) {
      if (waiting && reply.id === waiting.id) clearTimeout(patience);
      root.setAttribute("data-kept", String(reply.id));
      return void say(reply.text, "kept");
    }
    if (answered.has(reply.id)) return;
    answered.add(reply.id);
    if (!waiting || reply.id !== waiting.id) {
      // An answer to an earlier look, while a decision is on its way.
      if (reply.text) say(reply.text);
      return;
    }
    // What was decided so before is not written again, and is no change that waits any more.
    const settled = waiting.clears && reply.kept !== false;
    if (settled) staged.clear();
    // A reason is for one decision.
    if (reply.kept) spent = true;
    if (reply.kept) learnSoon();
    waiting = null;
    clearTimeout(asking);
    clearTimeout(patience);
    root.removeAttribute("aria-busy");
    if (reply.kept === true) root.setAttribute("data-kept", String(reply.id));
    if (reply.text) say(reply.text, reply.kept === false ? "bad" : reply.kept ? "kept" : "");
    // What changed in the view is drawn already. To draw for nothing would take a button from
    // under the finger that presses it.
    if (reply.kept || settled) draw();
    if (reply.kept === false) held = [];
    goOn();
  }

  // The view comes before the answer, so a person may press a key for what is drawn already. A
  // decision is carried out only on the statement that was at hand when it was pressed.
  const atHand = () => (view.at ? view.at.id : "");
  function later(act, decides) {
    if (held.length < MOST_HELD) held.push({ act, at: decides ? atHand() : null });
    say("One moment: the last step is not done yet.");
  }
  function goOn() {
    while (held.length && !waiting) {
      const next = held.shift();
      if (next.at === null || next.at === atHand()) next.act();
      else held = [];
    }
  }

  const why = () => (panel.querySelector("[data-key=why]") || { value: "" }).value.trim();
  const decide = (intent) => {
    if (waiting && !waiting.quiet) return void later(() => decide(intent), true);
    send({ why: why(), ...intent });
  };
  const accept = () => (staged.size ? keep(true) : decide({ do: "accept", target: view.at.id, next: true }));
  const reject = () => decide({ do: "reject", target: view.at.id, next: true });
  const go = (to) => {
    if (waiting && !waiting.quiet) return void later(() => go(to), false);
    staged.clear();
    if (choosing) { choosing = null; drawBar(); drawChosen(); }
    send({ do: "go", to });
  };

  function keep(next = false) {
    if (!staged.size) return say("Nothing was changed, so there is nothing to keep.");
    // A merged statement is done with: an "a" that is pressed next is meant for the one behind it.
    const done = changes().some((one) => one.field === "merge");
    decide({ do: "keep", changes: changes(), next: next || done });
  }

  function changes() {
    const found = [...staged.values()].filter((one) => one.field !== "account");
    const moved = [...staged.values()].filter((one) => one.field === "account");
    if (moved.length) found.push({ target: view.at.id, field: "bearings", value: bearings() });
    return found;
  }

  function bearings() {
    return view.at.bearings.map((told) => {
      const own = staged.get(`account ${told.account}`);
      const [stance, how] = own ? own.value.split("|") : [told.stance, told.how];
      return { narrative: told.account, stance, how };
    }).filter((told) => told.stance !== "none");
  }

  function stage(target, field, value, key = `${target} ${field}`) {
    staged.set(key, { target, field, value });
    draw();
    if (READ_ANEW.includes(field)) readAhead({ changes: changes() });
    say("Changed, not kept yet. Keep it with Enter in the text, or with the button.");
  }

  const value = (target, field, now) => {
    const own = staged.get(`${target} ${field}`);
    return own ? own.value : now;
  };

  // The head: who, which text, which statements, how much is done.
  function drawHead() {
    const name = h("input", { "data-key": "who", type: "text", value: view.who, autocomplete: "name", maxlength: "100",
      onchange: () => send({ do: "name", who: name.value }) });
    const words = { statement: "statements", bearings: "with a bearing set", item: "items rated", source: "sources graded" };
    const much = view.much.filter((told) => told.of).map((told) => {
      const by = told.by.filter((pair) => pair[1]).map(([who, count]) => `${who} ${count}`).join(", ");
      return h("li", {}, h("b", {}, `${told.done} of ${told.of}`), ` ${words[told.kind]}`, by ? h("small", {}, ` (${by})`) : null);
    });
    fill(head, 
      h("p", { class: "question" }, view.question),
      h("div", { class: "row" },
        h("label", { class: view.who ? "field" : "field wanted" }, h("span", {}, "Your name"), name),
        view.documents.length > 1 ? choice("document", "Text",
          view.documents.map((d, n) => [d.id, `${n + 1}. ${d.title} (${d.statements})`]), view.document,
          (id) => { staged.clear(); send({ do: "choose", document: id }); }, { class: "field wide" }) : null,
        choice("order", "Order", view.orders, view.order, (order) => send({ do: "choose", order })),
        choice("show", "Show", view.shows, view.show, (show) => send({ do: "choose", show }))),
      h("ul", { class: "much", "aria-label": "How much is decided" }, much));
  }

  // The text. It is drawn anew only where its marks have changed.
  function drawText() {
    const now = JSON.stringify(view.text);
    if (now !== drawn) {
      drawn = now;
      tokens = [];
      text.replaceChildren(...view.text.paragraphs.map((told) => {
        const p = h("p", { class: told.out ? "out" : told.kind === "headline" || told.kind === "heading" ? "headline" : null },
          told.out ? h("small", { class: "left-out" }, `left out: ${told.kind.replaceAll("_", " ")} `) : null);
        told.pieces.forEach((piece) => drawPiece(p, piece));
        return p;
      }));
      if (choosing) {
        const last = tokens.length - 1;
        choosing = { ...choosing, pieces: [], cursor: Math.min(choosing.cursor, last), anchor: Math.min(choosing.anchor, last) };
      }
      if (view.text.language) text.setAttribute("lang", view.text.language);
      text.setAttribute("dir", view.text.left ? "rtl" : "ltr");
    }
    const own = view.at && !view.at.out ? String(view.at.n) : "";
    text.querySelectorAll("[data-s]").forEach((one) =>
      one.classList.toggle("on", own !== "" && one.dataset.s.split(" ").includes(own)));
    text.querySelectorAll(".number").forEach((one) => {
      if (one.textContent === own) one.setAttribute("aria-current", "true"); else one.removeAttribute("aria-current");
    });
    drawChosen();
    const at = `${view.document} ${own}`;
    if (own && at !== known) {
      known = at;
      const first = text.querySelector(".on");
      if (first) text.scrollTop += first.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 3;
    }
  }

  function drawPiece(p, piece) {
    piece.h.forEach((n) => p.append(h("button", { type: "button", class: "number", tabindex: "-1",
      "aria-label": `Statement ${n}`, onclick: () => go(view.text.ids[n]) }, String(n))));
    let made = h("span", { class: [...piece.r.map((role) => `is-${role}`), piece.c ? "hidden-letter" : ""].join(" ").trim() || null,
      "data-s": piece.s.length ? piece.s.join(" ") : null });
    if (piece.c) { made.textContent = piece.t; p.append(made); return; }
    let at = 0;
    for (const match of piece.t.matchAll(TOKEN)) {
      made.append(piece.t.slice(at, match.index));
      const begin = piece.b + letters(piece.t.slice(0, match.index));
      const word = h("span", { class: "w" });
      word.textContent = match[0];
      tokens.push({ el: word, b: begin, e: begin + letters(match[0]) });
      made.append(word);
      at = match.index + match[0].length;
    }
    made.append(piece.t.slice(at));
    if (piece.r.includes("content")) {
      piece.a.forEach((n, level) => {
        const line = h("span", { class: "line" });
        line.style.setProperty("--account", view.accounts[n - 1].colour);
        line.style.setProperty("--level", `${0.24 + 0.18 * level}em`);
        line.style.setProperty("--style", ["solid", "dashed", "dotted", "double", "wavy"][(n - 1) % 5]);
        line.append(made);
        made = line;
      });
      if (!piece.a.length) made.classList.add("no-account");
    }
    p.append(made);
  }

  // To choose words: by the mouse, or by keys from token to token.
  function choose(step, adding = null) {
    if (!view.at && !adding) return say("There is no statement at hand.");
    if (!tokens.length) return say("The text has no words that could be chosen.");
    const taken = bySelection();
    choosing = { step, adding, pieces: [], cursor: 0, anchor: 0, moved: false };
    const now = adding ? "" : view.at[step];
    const from = now ? parse(now)[0][0] : adding && adding.from !== undefined ? adding.from : view.at ? view.at.place : 0;
    const first = tokens.findIndex((one) => one.b >= from && /[\p{L}\p{N}]/u.test(one.el.textContent));
    choosing.cursor = choosing.anchor = first < 0 ? tokens.length - 1 : first;
    if (taken) { [choosing.anchor, choosing.cursor] = taken; choosing.moved = true; }
    if (taken && !adding) return take();
    drawBar();
    text.focus();
    drawChosen();
    say(`${adding ? "Missed statement. " : ""}Choose the words: ${PARTS[step].toLowerCase()}. `
      + "Select them with the mouse, or with the arrow keys and Shift; Enter takes them. " + wordsChosen());
  }

  const parse = (spans) => spans.split(";").map((one) => one.split("-").map(Number));
  const range = () => [Math.min(choosing.anchor, choosing.cursor), Math.max(choosing.anchor, choosing.cursor)];
  const spanOf = ([first, last]) => [tokens[first].b, tokens[last].e];

  function wordsOf([first, last]) {
    const from = tokens[first].el, to = tokens[last].el, found = document.createRange();
    found.setStartBefore(from);
    found.setEndAfter(to);
    const copy = found.cloneContents();
    copy.querySelectorAll(".number").forEach((one) => one.remove());
    copy.querySelectorAll("p").forEach((one) => one.append(" "));
    return copy.textContent.replace(/\s+/g, " ").trim();
  }

  const wordsChosen = () => [...choosing.pieces, range()].map((one) => `“${wordsOf(one)}”`).join(" and ");

  function bySelection() {
    const found = root.getRootNode().getSelection ? root.getRootNode().getSelection() : document.getSelection();
    if (!found || found.isCollapsed || !found.rangeCount) return null;
    const picked = found.getRangeAt(0);
    if (!text.contains(picked.commonAncestorContainer)) return null;
    const inside = tokens.map((one, n) => [one, n]).filter(([one]) => picked.intersectsNode(one.el) && touches(picked, one.el));
    return inside.length ? [inside[0][1], inside[inside.length - 1][1]] : null;
  }

  // A range that ends where a word begins does not hold the word.
  function touches(picked, word) {
    const own = document.createRange();
    own.selectNodeContents(word);
    return picked.compareBoundaryPoints(Range.START_TO_END, own) > 0 && picked.compareBoundaryPoints(Range.END_TO_START, own) < 0;
  }

  function drawChosen() {
    tokens.forEach((one) => one.el.classList.remove("chosen", "cursor"));
    if (!choosing) return;
    for (const [first, last] of [...choosing.pieces, range()]) {
      for (let n = first; n <= last; n += 1) tokens[n].el.classList.add("chosen");
    }
    tokens[choosing.cursor].el.classList.add("cursor");
  }

  function move(by, extend) {
    choosing.cursor = Math.min(tokens.length - 1, Math.max(0, choosing.cursor + by));
    if (!extend) choosing.anchor = choosing.cursor;
    choosing.moved = true;
    drawChosen();
    const word = tokens[choosing.cursor].el, box = word.getBoundingClientRect(), frame = text.getBoundingClientRect();
    if (box.top < frame.top + 20 || box.bottom > frame.bottom - 20) text.scrollTop += box.top - frame.top - frame.height / 2;
    say(extend || choosing.pieces.length ? wordsChosen() : word.textContent);
    readChosen();
  }

  function addPiece() {
    choosing.pieces.push(range());
    say(`${wordsChosen()}. Choose the next piece.`);
    choosing.anchor = choosing.cursor = Math.min(tokens.length - 1, range()[1] + 1);
    choosing.fresh = true;
    drawChosen();
  }

  // Those through whom it came stand nearest to the source first, as they were chosen.
  const spansOf = (step, pieces) =>
    (step === "chain" ? pieces.map(spanOf) : merged(pieces.map(spanOf))).map((one) => one.join("-")).join(";");

  function added({ source, cue }, content) {
    const value = { source, cue, content };
    if (!source) value.source_id = "unnamed";
    return { document: view.document, value };
  }

  // Of a missed statement the last words are read while they are chosen.
  function readChosen() {
    const { step, adding } = choosing;
    if (adding && step === "content") readAhead(added(adding, spansOf(step, [...choosing.pieces, range()])));
  }

  function take(none = false) {
    const { step, adding } = choosing;
    const all = none ? [] : [...choosing.pieces, ...(choosing.fresh && !choosing.moved ? [] : [range()])];
    const spans = spansOf(step, all);
    if (none && step === "content") return say("A statement has words that are said. Choose them.");
    const told = none ? "no words" : all.map((one) => `“${wordsOf(one)}”`).join(" and ");
    document.getSelection().removeAllRanges();
    choosing = null;
    drawBar();
    drawChosen();
    if (!adding) {
      stage(view.at.id, step, spans);
      text.focus();
      return say(`${PARTS[step]}: ${told}. Not kept yet: Enter keeps it, Escape leaves it.`);
    }
    adding[step] = spans;
    adding.told = { ...adding.told, [step]: told };
    if (all.length) adding.from = spanOf(all[all.length - 1])[1];
    const next = { source: "cue", cue: "content" }[step];
    if (next) return choose(next, adding);
    decide({ do: "add", ...added(adding, spans) });
    return undefined;
  }

  function merged(spans) {
    const found = [];
    for (const [b, e] of [...spans].sort((one, two) => one[0] - two[0])) {
      const last = found[found.length - 1];
      if (last && b <= last[1]) last[1] = Math.max(last[1], e); else found.push([b, e]);
    }
    return found;
  }

  function leave() {
    if (choosing) { choosing = null; drawBar(); drawChosen(); return say("Left. Nothing was changed."); }
    if (staged.size) { staged.clear(); draw(); return say("What was changed is as it was."); }
    return undefined;
  }

  function drawBar() {
    bar.hidden = !choosing;
    text.classList.toggle("choosing", Boolean(choosing));
    if (!choosing) return fill(bar);
    const { step, adding } = choosing;
    return fill(bar, 
      h("span", {}, h("b", {}, `${adding ? `Missed statement, ${ADDED.indexOf(step) + 1} of ${ADDED.length}: ` : ""}${PARTS[step]}`), " Select words in the text."),
      adding && adding.told ? h("span", { class: "so-far" }, `So far: ${ADDED.filter((one) => adding.told[one]).map((one) => `${PARTS[one].toLowerCase()} ${adding.told[one]}`).join(", ")}.`) : null,
      button("take", "Take these words", "Enter", () => take()),
      button("piece", "Add another piece", "Space", addPiece),
      step === "content" ? null : button("without", adding && step === "source" ? "Nobody is named" : "No such words", "0", () => take(true)),
      button("leave", "Leave", "Escape", leave));
  }

  // The statement at hand.
  function drawPanel() {
    const at = view.at;
    if (!at) {
      const why = view.unread ? `This text was not read (${view.unread}). What is said in it is for you to add.`
        : "The list is empty. Show others, or add one that was missed.";
      return fill(panel, h("h3", {}, "No statement"), h("p", {}, why),
        button("miss", "Add a missed statement", "m", () => choose("source", {})), undoing());
    }
    const place = view.list.findIndex((one) => one.id === at.id);
    const of = view.list.length;
    const set = at.added ? `added by ${at.added}` : at.by.length ? `decided by ${at.by.join(", ")}` : "not decided yet";
    const order = staged.size ? `${changes().length} ${changes().length === 1 ? "change" : "changes"} not kept yet` : set;
    const part = (name, key) => {
      const own = staged.get(`${at.id} ${name}`);
      const words = own ? parse(own.value).filter((s) => s.length === 2).map(([b, e]) => wordsOf(between(b, e))).join(" … ") : at[`${name}_words`];
      return h("div", { class: own ? "part changed" : "part" }, h("dt", {}, PARTS[name]),
        h("dd", {}, h("span", { class: `is-${name}`, lang: view.text.language || null }, words || "—"), " ",
          button(`choose ${name}`, "Other words", key, () => choose(name), { "aria-label": `${PARTS[name]}: choose other words` })));
    };
    return fill(panel, 
      h("div", { class: "title" },
        h("h3", {}, `Statement ${at.n}`), h("span", {}, place < 0 ? "not in the list" : `${place + 1} of ${of}`),
        h("code", {}, at.id)),
      h("p", { class: at.out ? "badge bad" : staged.size ? "badge changed" : "badge" }, at.out ? `left out (${set})` : order),
      at.doubt ? h("p", { class: "note" }, `Doubtful (${percent(at.doubt.chance)}): ${at.doubt.why}`) : null,
      differing(at),
      h("div", { class: "actions" },
        button("accept", at.out ? "Take it in again" : "Accept", "a", accept, { class: "main" }),
        at.out ? null : button("reject", "Leave out", "x", reject),
        staged.size ? button("keep", "Keep changes", "Enter", () => keep()) : null,
        button("previous", "Previous", "p", () => go("previous")), button("next", "Next", "n", () => go("next")), undoing()),
      h("dl", { class: "parts" }, part("source", "s"), part("cue", "c"), part("content", "t"), part("chain", "v")),
      at.out ? null : fieldset("For or against", view.reading.includes(at.id) ? h("p", { class: "note", "data-reading": true }, "Being read again.") : null, at.bearings.map((told, n) => drawBearing(told, n)),
        button("bearings", "Keep these bearings", "b", keepBearings)),
      fieldset("How it is said", drawSpeaker(at),
        pick(at.id, "strength", "How firmly", at.strength, at.strength_words ? `by the words “${at.strength_words}”` : ""),
        pick(at.id, "kind", "Quoted or not", at.kind), pick(at.id, "polarity", "It", at.polarity)),
      at.items.map(drawItem),
      at.registered ? fieldset(`The source: ${at.source_name}`,
        pick(at.source_id, "reliability", "Reliability", at.reliability),
        pick(at.source_id, "origin", "Origin", at.origin, view.choices.origin.length ? "" : "The case has no origins yet. Write them under origins in case.yaml, then run the cell again.")) : null,
      at.out ? null : h("details", { class: "more", open: staged.has(`${at.id} merge`) || null }, h("summary", { "data-key": "more" }, "The same as another statement?"),
        choice("merge", "Merge it into", view.merge, value(at.id, "merge", ""), (other) => stage(at.id, "merge", other), { class: "field wide", open: "choose a statement" })),
      h("label", { class: "field wide" }, h("span", {}, "Reason (kept with the decision)"),
        h("textarea", { "data-key": "why", rows: "2", maxlength: LONGEST_WHY })),
      h("div", { class: "actions" }, button("miss", "Add a missed statement", "m", () => choose("source", {}))),
      history(at));
  }

  const between = (b, e) => {
    const inside = tokens.map((one, n) => [one, n]).filter(([one]) => one.b >= b && one.e <= e).map(([, n]) => n);
    return inside.length ? [inside[0], inside[inside.length - 1]] : [0, 0];
  };
  const percent = (share) => `${Math.round(100 * share)} of 100`;
  const fieldset = (name, ...inside) => h("fieldset", {}, h("legend", {}, name), ...inside);
  const undoing = () => [
    button("undo", "Undo", "z", () => decide({ do: "undo" }), { "aria-disabled": view.undo ? null : "true" }),
    button("redo", "Redo", "y", () => decide({ do: "redo" }), { "aria-disabled": view.redo ? null : "true" })];

  function pick(target, field, label, now, note = "") {
    const changed = staged.has(`${target} ${field}`);
    return h("div", { class: changed ? "pick changed" : "pick" },
      choice(`${target} ${field}`, label, view.choices[field], value(target, field, now),
        (given) => stage(target, field, field === "credibility" ? Number(given) : given)),
      note ? h("small", {}, note) : null);
  }

  function drawBearing(told, n) {
    const key = `account ${told.account}`, own = staged.get(key);
    const account = view.accounts[n];
    const notes = [];
    if (told.hand) notes.push(`set by ${told.hand}`);
    else if (told.unsure) notes.push(`the draft is unsure: rather ${told.unsure} it (${percent(told.chance)})`);
    else if (told.chance !== null) notes.push(`the draft: right in ${percent(told.chance)}`);
    const mark = h("span", { class: "swatch", "aria-hidden": "true" });
    mark.style.setProperty("--account", account.colour);
    return h("div", { class: own ? "pick changed" : "pick" },
      choice(key, h("span", { title: account.statement }, mark, `${told.letter}: ${account.title}`), STANCES,
        own ? own.value : `${told.stance}|${told.how}`, (given) => { lastAccount = n; stage(view.at.id, "account", given, key); }),
      notes.length ? h("small", { title: told.why }, notes.join("; ")) : null);
  }

  function keepBearings() {
    const others = changes().filter((one) => one.field !== "bearings");
    decide({ do: "keep", changes: [...others, { target: view.at.id, field: "bearings", value: bearings() }] });
  }

  function turn(n) {
    const told = view.at && !view.at.out && view.at.bearings[n];
    if (!told) return;
    const key = `account ${told.account}`, own = staged.get(key);
    const [stance, how] = own ? own.value.split("|") : [told.stance, told.how];
    const next = { none: "supports", supports: "disputes", disputes: "none" }[stance];
    lastAccount = n;
    stage(view.at.id, "account", `${next}|${next === "none" ? "stated" : how}`, key);
    sayBearing(n, next, how);
  }

  function turnHow() {
    const told = view.at && !view.at.out && view.at.bearings[lastAccount];
    if (!told) return;
    const key = `account ${told.account}`, own = staged.get(key);
    const [stance, how] = own ? own.value.split("|") : [told.stance, told.how];
    if (stance === "none") return void say("It bears neither way, so nothing is stated or implied.");
    const other = how === "stated" ? "implied" : "stated";
    stage(view.at.id, "account", `${stance}|${other}`, key);
    sayBearing(lastAccount, stance, other);
  }

  const sayBearing = (n, stance, how) => say(`${view.accounts[n].letter}, ${view.accounts[n].title}: `
    + `${stance === "none" ? "neither" : `${stance} it, ${how}`}. Not kept yet: Enter keeps it.`);

  function drawSpeaker(at) {
    const own = staged.get(`${at.id} source_id`) || staged.get(`${at.id} source_name`);
    const isNew = own && own.field === "source_name";
    const options = [...view.choices.source_id, [NEW, "somebody else: write the name"]];
    const now = isNew ? NEW : own ? own.value : at.registered || at.source_id ? at.source_id : NEW;
    const set = (given) => {
      staged.delete(`${at.id} source_id`);
      staged.delete(`${at.id} source_name`);
      if (given === NEW) stage(at.id, "source_name", at.source_id ? "" : at.source_name); else stage(at.id, "source_id", given);
      const field = panel.querySelector("[data-key='new name']");
      if (given === NEW && field) field.focus();
    };
    const name = h("input", { "data-key": "new name", type: "text", maxlength: "200", value: isNew ? own.value : at.source_name,
      onchange: () => { staged.delete(`${at.id} source_id`); stage(at.id, "source_name", name.value); } });
    const notes = [];
    if (at.candidates.length > 1) notes.push(`may be any of: ${at.candidates.join(", ")}`);
    if (at.linked !== null) notes.push(`linked to the name, right in ${percent(at.linked)}`);
    return h("div", { class: own ? "pick changed" : "pick" },
      choice(`${at.id} source_id`, "Speaker", options, now, set),
      now === NEW ? h("label", { class: "field" }, h("span", {}, "Name"), name) : null,
      notes.length ? h("small", {}, notes.join("; ")) : null);
  }

  function drawItem(item) {
    const rated = value(item.id, "rating", {});
    const rows = view.accounts.map((account) => h("div", { class: Object.hasOwn(rated, account.id) ? "pick changed" : "pick" },
      choice(`${item.id} ${account.id}`, `${account.letter}: ${account.title}`, view.choices.rating,
        Object.hasOwn(rated, account.id) ? rated[account.id] : item.ratings[account.id],
        (given) => stage(item.id, "rating", { ...value(item.id, "rating", {}), [account.id]: given }))));
    const by = item.by.length ? `rated by ${item.by.join(", ")}` : "the draft rates it";
    return h("details", { class: "item", "data-item": item.id, open: opened.has(item.id) || null,
      ontoggle: (event) => { if (event.target.open) opened.add(item.id); else opened.delete(item.id); } },
    h("summary", { "data-key": `item ${item.id}` }, `Evidence item ${item.n}${item.holds ? "" : " (denied here)"}: ${item.label}`),
    h("p", { class: "note" }, `${by}; told by ${item.reports} ${item.reports === 1 ? "statement" : "statements"}. How well does it fit, if the account were so?`),
    h("div", { class: "grid" }, rows,
      pick(item.id, "credibility", "Credibility", item.credibility),
      pick(item.id, "relevance", "Relevance", item.relevance),
      pick(view.at.id, "basis", "Rests on", item.basis), pick(view.at.id, "shown", "and this is", item.shown)));
  }
  const opened = new Set();

  function differing(at) {
    if (!at.differences.length) return null;
    return h("div", { class: "differ" }, h("b", {}, "You differ. "), "Nothing is settled by this: the last decision counts until you agree.",
      h("ul", {}, at.differences.map((told) => h("li", {}, `${told.field.replaceAll("_", " ")}: `,
        told.said.map((one) => `${one.who} says ${one.value}${one.why ? ` (“${one.why}”)` : ""}`).join("; ")))));
  }

  function history(at) {
    if (!at.decisions.length) return null;
    return h("details", { class: "more" }, h("summary", { "data-key": "history" }, `Decisions so far (${at.decisions.length})`),
      h("ul", {}, at.decisions.map((one) => h("li", {}, h("b", {}, one.who), ` ${one.field.replaceAll("_", " ")}: ${one.value}`,
        one.why ? h("small", {}, ` “${one.why}”`) : null))));
  }

  // What follows from it.
  function drawStanding() {
    const told = view.standing;
    const cell = (account, key) => h("td", {}, account[key] === "" ? "—" : String(account[key]),
      key in account.was ? h("small", { class: "was" }, ` was ${account.was[key] === "" ? "—" : account.was[key]}`) : null);
    const right = view.right.length ? h("details", { class: "right", open: true }, h("summary", { "data-key": "right" }, "How often was the draft right?"),
      h("p", { class: "note" }, `On what was checked, after ${view.right_of} decisions. If the lower end is high enough for what you need, you may stop. What is least sure is checked first, so the rest is rather better.`),
      h("table", {}, h("thead", {}, h("tr", {}, ["Field", "Right", "Share", "Between"].map((word) => h("th", { scope: "col" }, word)))),
        h("tbody", {}, view.right.map((row) => h("tr", {}, h("th", { scope: "row" }, row.field), h("td", {}, `${row.right} of ${row.of}`),
          h("td", {}, `${row.share} %`), h("td", {}, `${row.low} and ${row.high} %`)))))) : null;
    fill(standing, 
      h("h3", {}, "How the accounts stand now"),
      view.reading.length ? h("p", { class: "note", "data-reading": true }, "Changed words are being read again; their bearings come in a moment.") : null,
      h("div", { class: "both" },
        h("div", {}, told.sentences.map((parts) => h("p", {}, parts.map(([kind, words]) =>
          kind === "same" ? words : h(kind === "new" ? "ins" : "del", {}, words))))),
        h("div", {}, h("table", {},
          h("thead", {}, h("tr", {}, ["Account", "Voices for", "Voices against", "Contradicted"].map((word) => h("th", { scope: "col" }, word)))),
          h("tbody", {}, told.accounts.map((one) => h("tr", {}, h("th", { scope: "row" }, `${one.letter}: ${one.title}`),
            cell(one, "for"), cell(one, "against"), cell(one, "contradicted"))))), right)));
  }

  function drawList() {
    const open = list.open;
    fill(list, h("summary", { "data-key": "list" }, `The list: ${view.list.length} statements`),
      h("ol", {}, view.list.map((one) => h("li", {}, h("button", { type: "button", "data-key": `list ${one.id}`, onclick: () => go(one.id),
        class: one.out ? "gone" : null, "aria-current": view.at && one.id === view.at.id ? "true" : null },
      h("b", {}, `${one.n} `), `${one.name}: ${one.said.slice(0, 90)}`, one.marks ? h("span", { class: "marks" }, ` ${one.marks}`) : null,
      h("small", {}, one.out ? " left out" : one.whole ? " decided" : one.by.length ? " decided in part" : "", one.differ ? ", you differ" : ""))))));
    list.open = open;
  }

  // What was decided and counts nowhere, because the text or the draft is another one now.
  function drawLost() {
    lost.hidden = !view.lost.length;
    fill(lost, h("summary", { "data-key": "lost" }, `Decided, and to be looked at again (${view.lost.length})`),
      h("p", { class: "note" }, "These lines count nowhere. Go to the nearest place and decide again. What has a place by its words is moved there, in a terminal, by ",
        h("code", {}, `narratives review ${view.folder} --move --who NAME`)),
      h("ul", { tabindex: "0", "aria-label": "Decisions that count nowhere" }, view.lost.map((one) => h("li", {}, h("b", {}, one.who), ` ${one.text} `,
        one.near ? h("button", { type: "button", "data-key": `lost ${one.line}`, onclick: () => go(one.near) }, `Go to ${one.near}`) : null))));
  }

  function draw() {
    const active = root.contains(document.activeElement) ? document.activeElement : null;
    const key = active && active.getAttribute("data-key"), top = panel.scrollTop;
    const same = panel.getAttribute("data-at") === (view.at ? view.at.id : "");
    const wrote = same ? (panel.querySelector("[data-key=why]") || { value: "" }).value : "";
    drawHead();
    drawText();
    drawList();
    drawLost();
    drawPanel();
    drawStanding();
    panel.setAttribute("data-at", view.at ? view.at.id : "");
    const reason = panel.querySelector("[data-key=why]");
    if (reason && !spent) reason.value = wrote;
    spent = false;
    panel.scrollTop = same ? top : 0;
    if (key && !root.contains(active)) {
      const again = [...root.querySelectorAll("[data-key]")].find((one) => one.getAttribute("data-key") === key);
      (again || text).focus({ preventScroll: true });
      if (again) goOnWriting(active, again, same);
    }
  }

  // What is drawn while a person writes leaves the words, and the place in them, as they are.
  function goOnWriting(before, now, same) {
    if (!before.matches("input, textarea")) return;
    const key = now.getAttribute("data-key");
    if (key === "who" || (key === "new name" && same)) now.value = before.value;
    if (now.value === before.value) now.setSelectionRange(before.selectionStart, before.selectionEnd);
  }

  // Keys. Those of JupyterLab must not hear them: "d d" there deletes the cell.
  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      if (event.key === "Enter" && staged.size) { event.preventDefault(); event.stopPropagation(); keep(); }
      return;
    }
    if (event.key === "Enter" && event.shiftKey) return;
    event.stopPropagation();
    const field = event.target.closest("input, textarea, select");
    if (field) {
      if (event.key === "Escape") { event.preventDefault(); text.focus(); say("Back in the text."); }
      return;
    }
    const digit = /^[1-9]$/.test(event.key) && (() => turn(Number(event.key) - 1));
    const act = choosing ? whileChoosing(event) : digit || MAIN[event.key];
    if (event.key === "Enter" && !choosing && event.target.closest("button, summary")) return;
    if (event.key === " " && event.target.closest("button, summary")) return;
    if (act) { event.preventDefault(); if (choosing) act(); else inTurn(event.key, act); }
  }

  // A step that is on its way may bring another statement to hand, so what is pressed meanwhile
  // waits for it, in its order: a change is not to be made on a statement that nobody has seen.
  function inTurn(key, act) {
    if (waiting && !waiting.quiet && !AT_ONCE.includes(key)) later(act, key !== "n" && key !== "p");
    else act();
  }

  function whileChoosing(event) {
    const far = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -10, ArrowDown: 10 }[event.key];
    const by = view.text.left && (far === 1 || far === -1) ? -far : far;
    if (far) return () => move(by, event.shiftKey);
    if (event.target.closest("button")) return event.key === "Escape" ? leave : undefined;
    return { Enter: () => take(), " ": addPiece, 0: () => take(true), Escape: leave }[event.key];
  }

  const focusOn = (key) => { const one = root.querySelector(`[data-key='${key}']`); if (one) one.focus(); };
  const MAIN = {
    n: () => go("next"), p: () => go("previous"), a: () => view.at && accept(), x: () => view.at && !view.at.out && reject(),
    b: () => view.at && !view.at.out && keepBearings(), i: turnHow,
    s: () => choose("source"), c: () => choose("cue"), t: () => choose("content"), v: () => choose("chain"), m: () => choose("source", {}),
    Enter: () => keep(), Escape: leave, w: () => focusOn("why"), f: () => focusOn("show"),
    z: () => decide({ do: "undo" }), y: () => decide({ do: "redo" }),
    "?": () => { help.open = !help.open; if (help.open) focusOn("help"); },
  };
  root.addEventListener("keydown", onKey);
  // A button that is pressed must not take away the words that were selected for it.
  root.addEventListener("mousedown", (event) => {
    if (event.target.closest("button")) event.preventDefault();
  });
  text.addEventListener("mouseup", () => {
    if (!choosing) return;
    const found = bySelection();
    if (!found) return;
    [choosing.anchor, choosing.cursor] = found;
    choosing.moved = true;
    choosing.fresh = false;
    drawChosen();
    say(wordsChosen());
    readChosen();
  });

  const changed = () => {
    const before = atHand();
    view = model.get("view");
    // What was begun on one statement is not to be kept on the next.
    if (atHand() !== before) staged.clear();
    draw();
    if (view.reading.length) readAgainSoon();
  };
  model.on("change:view", changed);
  model.on("msg:custom", heard);
  const look = setInterval(() => {
    if (!waiting && !choosing && root.isConnected && document.visibilityState === "visible") send({ do: "look" }, true);
  }, LOOK_EVERY);
  // The picture of the text is for where no kernel runs.
  const hide = () => document.querySelectorAll(`.narratives-still[data-mark="${model.get("mark")}"]`)
    .forEach((one) => { one.hidden = true; });
  hide();
  requestAnimationFrame(hide);
  draw();
  if (view.reading.length) readAgainSoon();
  return () => {
    clearInterval(look);
    clearTimeout(again);
    clearTimeout(asking);
    clearTimeout(patience);
    clearTimeout(learn);
    clearTimeout(ahead);
    model.off("change:view", changed);
    model.off("msg:custom", heard);
  };
}

// anywidget gives a script two seconds to load. One that takes longer is drawn all the same, and
// no message of the kernel ever reaches it again. Here it has loaded, so messages need not wait.
async function initialize({ model }) {
  const own = await model.widget_manager.get_model(model.get("mark"));
  const plain = own && Object.getPrototypeOf(Object.getPrototypeOf(own))._handle_comm_msg;
  if (plain && own.comm && own.comm.on_msg) own.comm.on_msg((message) => plain.call(own, message));
}

export default { initialize: (given) => { initialize(given).catch(() => {}); }, render };
