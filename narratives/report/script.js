"use strict";
// The page is complete without this script: it sorts, filters, highlights and counts again.
// page.py takes blank space out around signs, but not in strings: no string holds another one.
const all = (css, place = document) => [...place.querySelectorAll(css)];
const one = (css) => document.querySelector(css);
const make = (tag, more, ...parts) => {
  const made = Object.assign(document.createElement(tag), more);
  made.append(...parts);
  return made;
};
const textOf = (cell) => cell.textContent.trim().replace(/\s+/g, " ");
const listed = (names) => new Intl.ListFormat("en-GB").format(names);
all(".live").forEach((part) => { part.hidden = false; });

// Tables: each head becomes a button; what is not given stands last in both directions.
const { compare } = new Intl.Collator("en", { numeric: true });
all(".sort").forEach((table) => {
  const heads = [...table.tHead.rows[0].cells];
  const status = make("p", { className: "note", role: "status" });
  table.parentNode.before(status);
  heads.forEach((head, column) => head.append(make("button", { type: "button", onclick() {
    const up = head.ariaSort === "ascending" ? -1 : 1;
    heads.forEach((other) => { other.ariaSort = null; });
    head.ariaSort = up > 0 ? "ascending" : "descending";
    const rows = Array.from(table.tBodies[0].rows, (row) => {
      const cell = row.cells[column];
      return [(cell.dataset.k || textOf(cell)).replace(/^(–|none|none given)$/, ""), row];
    });
    rows.sort(([a], [b]) => !a - !b || up * (parseFloat(a) - parseFloat(b) || compare(a, b)));
    table.tBodies[0].append(...rows.map(([, row]) => row));
    status.textContent = `Sorted by ${textOf(head)}, ${head.ariaSort}.`;
  } }, ...head.childNodes)));
});

// Statements: by account, by origin, stated only.
const filter = one("#filter");
if (filter) {
  const rows = [...one(".said").tBodies[0].rows];
  filter.onchange = () => {
    rows.forEach((row) => {
      row.hidden = all("select", filter).some(({ value, dataset }) => {
        const links = all("a", row.cells[dataset.column]).map(({ hash }) => hash);
        return value && (value === "none" ? links[0] : !links.includes(value));
      });
    });
    const fit = rows.filter((row) => !row.hidden && !(one("#only").checked && row.className));
    filter.lastElementChild.textContent = `${fit.length} of ${rows.length} statements fit.`;
  };
}

// A statement's number lights up its words.
["mouseover", "mouseout", "focusin", "focusout"].forEach((type) => addEventListener(type, ({ target }) => {
  const link = target.closest?.(".n[id]");
  if (link) {
    all(`[data-s~="${link.id.slice(1)}"]`).forEach((piece) => piece.classList.toggle("on", /over|in$/.test(type)));
  }
}));
addEventListener("beforeprint", () => all("details").forEach((part) => { part.open = true; }));

// An address: its button copies the line that decides, with what stands now as the value.
const names = one("main").dataset.ids.split(" ");
const [folder] = one(".download a").download.match(/^[\w.-]+(?=\.tar)/) || ["CASE"];
const copied = make("p", { className: "copied", role: "status" });
document.body.append(copied);
all("tr code").forEach((code) => {
  code.before(make("button", { onclick() {
    const { cells, id } = this.closest("tr");
    const [field, told] = id[0] > "e"
      ? ["bearings", all("a", cells[1]).map(({ hash, nextSibling }) =>
        names[hash.slice(2) - 1] + nextSibling.data.replace(", by implication", " implied"))]
      : ["rating", all(`td[data-e="${id.slice(1)}"]`).map((cell, n) => names[n] + " " + textOf(cell))];
    const line = copied.textContent = `narratives review ${folder} --set ${textOf(this)} ${field} "${told.join("; ") || "none"}" --why "" --who ""`;
    getSelection().selectAllChildren(copied);
    navigator.clipboard.writeText(line).catch(() => document.execCommand("copy"));
  } }));
  code.previousSibling.append(code);
});

// Switches: the sums of narratives.drop_one over what is left.
const panel = one("#switches");
if (panel) {
  const { accounts, items, sides, below } = JSON.parse(one("#numbers").textContent);
  const rows = accounts.map((_, n) => one(`#scores tr:has([href="#a${n + 1}"])`));
  const voices = all("input", panel);
  // The page may be long: it is gone through once, not once for each item.
  const cells = new Map(items.map(([e]) => [String(e), [...document.getElementById("e" + e).children]]));
  all("[data-e]").forEach((cell) => cells.get(cell.dataset.e).push(cell));
  const marked = [...cells.values()];
  const switches = items.map(([e], n) => {
    const field = make("input", { type: "checkbox", ariaLabel: "Count E" + e });
    marked[n].find(({ dataset }) => dataset.e).prepend(field, " ");
    return field;
  });
  const counts = (voice) => voices[voice].checked;
  const weigh = () => {
    const left = items.filter(([, , , by], n) => switches[n].checked && (!by.length || by.some(counts)));
    const own = accounts.map((title, n) => {
      const rated = left.filter((item) => item[2][n] !== null);
      const against = rated.filter((item) => item[2][n] < 0);
      const score = against.reduce((sum, item) => sum - item[2][n] * item[1], 0);
      return { n, title, score, rated: rated.length, against, origins: sides[n].map((side) => side.filter(counts).length) };
    });
    // What contains an account is contradicted no more than that: Worlds.least.
    const scores = own.map((account, n) => below[n].reduce((least, k) => {
      const { rated, score, against } = own[k];
      return account.rated && rated && score < least.score ? { ...account, score, against } : least;
    }, account));
    const ranks = [];
    scores.filter(({ rated }) => rated).sort((a, b) => a.score - b.score).forEach((account) => {
      const last = ranks.at(-1);
      if (last && account.score - last[0].score <= 1e-9) last.push(account);
      else ranks.push([account]);
    });
    ranks.forEach((tied, at) => tied.sort((a, b) => a.n - b.n).forEach((account) => {
      account.place = ranks[1] && 1 + ranks.slice(0, at).flat().length;
    }));
    const order = ranks.map((tied) => listed(tied.map(({ title }) => "“" + title + "”")));
    return { left, scores, ranks, order };
  };
  const cellsOf = ({ place, score, rated, against, origins }) => [
    place || "–",
    `<a href="#items">${rated ? +score.toFixed(2) : "–"}</a>`,
    rated,
    against.map(([e]) => `<a href="#e${e}">E${e}</a>`).join(", ") || (rated ? "none of them" : "cannot be judged"),
    ...origins,
  ];
  const reset = () => [...voices, ...switches].forEach((field) => { field.checked = true; });
  reset();
  const whole = weigh();
  const update = () => {
    const { left, scores, ranks, order } = weigh();
    scores.forEach((account, n) => cellsOf(account).forEach((html, k) => {
      const before = cellsOf(whole.scores[n])[k];
      rows[n].cells[k + 1].innerHTML = html === before ? html : `${html} <small>was ${before}</small>`;
    }));
    const gone = items.flatMap((item, n) => {
      const off = !left.includes(item);
      marked[n].forEach((cell) => cell.classList.toggle("off", off));
      return off ? ["E" + item[0]] : [];
    });
    const dropped = voices.filter((field) => !field.checked).map((field) => textOf(field.parentNode));
    const told = ranks[1] ? `From the least contradicted: ${order.map((names, n) =>
      names + " (" + ranks[n][0].score.toFixed(2) + ")").join(", then ")}. ` : "There is no order. ";
    const change = order[0] === whole.order[0] ? "changes" : "changes, and another account is contradicted least";
    panel.lastElementChild.textContent = gone[0] || dropped[0]
      ? (dropped[0] ? `Without ${listed(dropped)}. ` : "")
        + (gone[0] ? `Not counted: ${listed(gone)}. ` : "All items still count. ") + told
        + `The order ${order.join(" < ") === whole.order.join(" < ") ? "does not change" : change}.`
      : `Everything counts: ${items.length} items. ${told}`;
  };
  one("#matrix").onchange = update;
  one("#switches button").onclick = () => {
    reset();
    update();
  };
  update();
}

// Download: one table at a time, out of the archive that the link holds.
const [choice, save] = all(".download :is(select, button)");
if (window.DecompressionStream) {
  const packed = Uint8Array.from(atob(one(".download a").href.split(",")[1]), (c) => c.charCodeAt());
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  new Response(stream).arrayBuffer().then((buffer) => {
    const field = (at, size) => new TextDecoder().decode(new Uint8Array(buffer, at, size)).split("\0")[0];
    const sizeOf = (at) => parseInt(field(at + 124, 12), 8);
    for (let at = 0; field(at, 100); at += 512 + 512 * Math.ceil(sizeOf(at) / 512)) {
      choice.add(new Option(field(at, 100), at));
    }
    save.onclick = () => {
      const at = +choice.value;
      const file = new Blob([new Uint8Array(buffer, at + 512, sizeOf(at))]);
      make("a", { download: field(at, 100), href: URL.createObjectURL(file) }).click();
    };
  });
}
