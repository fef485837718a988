const one = (css) => document.querySelector(css);
const all = (css) => [...document.querySelectorAll(css)];
const task = document.body.dataset.task;
const shelf = "narratives-marks-" + task;
const letters = all("[id^=chance]").map((field) => field.id.slice(6));
const radios = ["firmness", "basis", ...letters.map((letter) => "account" + letter)];
const empty = () => ({ format: "narratives-marks/1", task, nickname: "", marks: {}, own: [], chances: {} });
let state = empty();
let notes = {};
let current = null;

// What is kept on this computer: the file that is saved, and the wording of the accounts.
const keep = () => {
  try {
    localStorage.setItem(shelf, JSON.stringify({ state, notes }));
    one("#kept").textContent = "Your marks stay on this page if you close it and open it again on this computer.";
  } catch (error) {
    one("#kept").textContent = "This browser does not let the page keep your marks. Save the file before you close the page.";
  }
};

const count = (text, size) => [...text.slice(0, size)].length;
const spotOf = (node, offset) => {
  const from = node.nodeType === 3 ? node : node.childNodes[offset] || node;
  const element = from.nodeType === 3 ? from.parentNode : from;
  const piece = element.closest && element.closest("[data-a]");
  if (!piece) return null;
  let before = 0;
  if (node.nodeType === 3) {
    const walk = document.createTreeWalker(piece, NodeFilter.SHOW_TEXT);
    while (walk.nextNode() && walk.currentNode !== node) before += count(walk.currentNode.data);
    before += count(node.data, offset);
  }
  return +piece.dataset.a + before;
};
const textOf = (fragment) => {
  fragment.querySelectorAll("button").forEach((button) => button.remove());
  return fragment.textContent.split(/\s+/).filter(Boolean).join(" ");
};
const selected = () => {
  const picked = getSelection();
  if (!picked.rangeCount || picked.isCollapsed) return null;
  const range = picked.getRangeAt(0);
  if (!one(".texts").contains(range.commonAncestorContainer)) return null;
  const words = textOf(range.cloneContents());
  return words ? { range, words } : null;
};

const buttonOf = (id) => all(".texts button.n").find((button) => button.dataset.id === id);
const answersOf = (id) => id.startsWith("own ") ? state.own[+id.slice(4) - 1] : state.marks[id] || {};
const sizeOf = (mark) => ["who", "firmness", "basis"].filter((name) => mark[name]).length
  + Object.keys(mark.accounts || {}).length;
const order = () => [...all(".texts button.n").map((button) => button.dataset.id), ...state.own.map((mark, n) => "own " + (n + 1))];

const show = () => {
  all(".texts button.n").forEach((button) => {
    const size = sizeOf(answersOf(button.dataset.id));
    const done = size === 0 ? "none" : size < radios.length + 1 ? "some" : "all";
    button.dataset.done = done;
    button.setAttribute("aria-pressed", String(button.dataset.id === current));
    button.setAttribute("aria-label", "Statement " + button.dataset.n + ({ none: "", some: ", partly marked", all: ", marked" })[done]);
  });
  const marked = Object.values(state.marks).filter(sizeOf).length;
  one("#count").textContent = "You have marked " + marked + " of " + all(".texts button.n").length + " statements"
    + (state.own.length ? " and " + state.own.length + " of your own." : ".");
  const given = letters.filter((letter) => letter in state.chances);
  const sum = given.reduce((total, letter) => total + state.chances[letter], 0);
  one("#sum").textContent = given.length ? "Together they make " + sum + ". They make 100 only if exactly one account can be right." : "";
  one("#copy").value = JSON.stringify(state, null, 1);
  one("#names").replaceChildren(...[...new Set(order().map((id) => answersOf(id).who).filter(Boolean))].map((name) => new Option(name, name)));
};

const fill = () => {
  const mark = current === null ? {} : answersOf(current);
  one("#fields").hidden = current === null;
  all(".now").forEach((piece) => piece.classList.remove("now"));
  if (current === null) {
    one("#which").textContent = "No statement chosen";
    one("#said").textContent = "Press a number in the text.";
    return;
  }
  const button = buttonOf(current);
  if (button) {
    one("#which").textContent = "Statement " + button.dataset.n + ", line " + button.dataset.line;
    one("#said").replaceChildren(one("#said" + button.dataset.n).content.cloneNode(true));
    all("[data-n]").forEach((piece) => {
      if (piece.localName === "span" && piece.dataset.n.split(" ").includes(button.dataset.n)) piece.classList.add("now");
    });
  } else {
    one("#which").textContent = "Your own statement " + current.slice(4);
    one("#said").textContent = mark.words;
  }
  one("#who").value = mark.who || "";
  radios.forEach((name) => {
    const value = name.startsWith("account") ? (mark.accounts || {})[name.slice(7)] : mark[name];
    all("input[name=" + name + "]").forEach((field) => { field.checked = field.value === value; });
  });
};

const choose = (id, moves) => {
  current = id;
  fill();
  show();
  if (moves) one("#which").focus();
};

const take = () => {
  if (current === null) return;
  const mark = current.startsWith("own ") ? state.own[+current.slice(4) - 1] : {};
  if (current.startsWith("own ")) ["who", "firmness", "basis", "accounts"].forEach((name) => delete mark[name]);
  if (one("#who").value.trim()) mark.who = one("#who").value.trim();
  radios.forEach((name) => {
    const field = one("input[name=" + name + "]:checked");
    if (!field) return;
    if (name.startsWith("account")) {
      mark.accounts = mark.accounts || {};
      mark.accounts[name.slice(7)] = field.value;
    } else mark[name] = field.value;
  });
  if (!current.startsWith("own ")) {
    if (sizeOf(mark)) state.marks[current] = mark;
    else delete state.marks[current];
  }
  keep();
  show();
};

const step = (by) => {
  const ids = order();
  choose(ids[(ids.indexOf(current) + by + ids.length) % ids.length], true);
};

// Only what the page itself would have written is taken over from a file or from this computer.
const read = (found) => {
  if (!found || found.format !== state.format) return "This is not a file of this page.";
  if (found.task !== task) return "This file belongs to another text.";
  const words = (value, most) => typeof value === "string" ? value.slice(0, most) : "";
  const clean = (mark) => {
    const kept = {};
    if (words(mark.who, 80)) kept.who = words(mark.who, 80);
    radios.forEach((name) => {
      const value = name.startsWith("account") ? (mark.accounts || {})[name.slice(7)] : mark[name];
      if (!all("input[name=" + name + "]").some((field) => field.value === value)) return;
      if (name.startsWith("account")) kept.accounts = { ...kept.accounts, [name.slice(7)]: value };
      else kept[name] = value;
    });
    return kept;
  };
  state = empty();
  state.nickname = words(found.nickname, 30);
  Object.entries(found.marks || {}).forEach(([id, mark]) => {
    if (buttonOf(id) && mark && sizeOf(clean(mark))) state.marks[id] = clean(mark);
  });
  (Array.isArray(found.own) ? found.own : []).slice(0, 50).forEach((mark) => {
    if (mark && words(mark.place, 60)) state.own.push({ place: words(mark.place, 60), words: words(mark.words, 300), ...clean(mark) });
  });
  letters.forEach((letter) => {
    const chance = (found.chances || {})[letter];
    if (Number.isInteger(chance) && chance >= 0 && chance <= 100) state.chances[letter] = chance;
  });
  return "";
};
const refresh = () => {
  one("#nick").value = state.nickname;
  letters.forEach((letter) => {
    one("#note" + letter).value = notes[letter] || "";
    one("#chance" + letter).value = letter in state.chances ? state.chances[letter] : "";
  });
  choose(null);
};

all(".texts button.n").forEach((button) => { button.onclick = () => choose(button.dataset.id, true); });
all("[data-who]").forEach((button) => { button.onclick = () => { one("#who").value = button.dataset.who; take(); }; });
one("#form").onsubmit = (event) => event.preventDefault();
one("#fields").oninput = take;
one("#next").onclick = () => step(1);
one("#before").onclick = () => step(-1);
one("#clear").onclick = () => {
  if (current.startsWith("own ")) {
    state.own.splice(+current.slice(4) - 1, 1);
    current = null;
  } else delete state.marks[current];
  keep();
  choose(current, true);
};
// Pressing a button takes the selection away in some browsers: it is remembered before.
let picked = null;
document.addEventListener("selectionchange", () => { picked = selected() || (document.activeElement && document.activeElement.closest(".panel") ? picked : null); });
one("#take").onclick = () => {
  if (!picked) one("#told").textContent = "Select the words in the text first.";
  else {
    one("#who").value = picked.words.slice(0, 80);
    one("#told").textContent = "";
    take();
  }
};
one("#own").onclick = () => {
  const from = picked && spotOf(picked.range.startContainer, picked.range.startOffset);
  const to = picked && spotOf(picked.range.endContainer, picked.range.endOffset);
  const text = picked && picked.range.startContainer.parentNode.closest("[data-d]");
  const same = text && picked.range.endContainer.parentNode.closest("[data-d]");
  if (from === null || to === null || !text || !same || text.dataset.d !== same.dataset.d || to <= from) {
    one("#told").textContent = "Select the words of one statement in the text first.";
    return;
  }
  state.own.push({ place: text.dataset.d + ":" + from + "-" + to, words: picked.words.slice(0, 300) });
  one("#told").textContent = "";
  keep();
  choose("own " + state.own.length, true);
};
one("#nick").oninput = () => { state.nickname = one("#nick").value.trim(); keep(); show(); };
letters.forEach((letter) => {
  one("#note" + letter).oninput = () => { notes[letter] = one("#note" + letter).value; keep(); };
  one("#chance" + letter).oninput = () => {
    const chance = one("#chance" + letter).value === "" ? NaN : Math.round(+one("#chance" + letter).value);
    if (chance >= 0 && chance <= 100) state.chances[letter] = chance;
    else delete state.chances[letter];
    keep();
    show();
  };
});
one("#save").onclick = () => {
  if (!state.nickname) {
    one("#saved").textContent = "Choose a nickname first: at the top of the page.";
    one("#nick").focus();
    return;
  }
  const plain = [...state.nickname].filter((letter) => letter.toLowerCase() !== letter.toUpperCase() || "0123456789".includes(letter)).join("");
  const name = "marks-" + (plain || "pupil") + ".json";
  const link = document.createElement("a");
  link.download = name;
  link.href = URL.createObjectURL(new Blob([JSON.stringify(state, null, 1)], { type: "application/json" }));
  link.click();
  one("#saved").textContent = "Saved as " + name + ". Look for it where your browser puts what you load.";
};
one("#open").onchange = () => {
  const file = one("#open").files[0];
  if (!file) return;
  file.text().then((text) => {
    let wrong = "This file cannot be read.";
    try { wrong = read(JSON.parse(text)); } catch (error) { wrong = "This file cannot be read."; }
    one("#saved").textContent = wrong || "Your marks are back.";
    keep();
    refresh();
  });
};
one("#empty").onclick = () => {
  state = empty();
  notes = {};
  try { localStorage.removeItem(shelf); } catch (error) { one("#kept").textContent = ""; }
  refresh();
  one("#saved").textContent = "The page is empty again.";
};

try {
  const found = JSON.parse(localStorage.getItem(shelf) || "{}");
  if (found.state) read(found.state);
  letters.forEach((letter) => { if (found.notes && typeof found.notes[letter] === "string") notes[letter] = found.notes[letter]; });
  one("#kept").textContent = found.state ? "Your marks from before are back." : "";
} catch (error) {
  one("#kept").textContent = "This browser does not let the page keep your marks. Save the file before you close the page.";
}
refresh();
