"use strict";
const all = (css, place = document) => Array.from(place.querySelectorAll(css));
function make(tag, more, ...parts) {
  const made = Object.assign(document.createElement(tag), more);
  made.append(...parts);
  return made;
}
function labelled(words, field) {
  return make("label", {}, words, " ", field);
}
const textOf = (cell) => cell.textContent.trim().replace(/\s+/g, " ");

// Tables: each head is a button; what is not given stands last in both directions.
function keyOf(row, column) {
  const cell = row.cells[column];
  const key = cell.dataset.k === undefined ? textOf(cell) : cell.dataset.k;
  return /^(–|none|none given|)$/.test(key) ? null : key;
}
function compareKeys(a, b) {
  const difference = parseFloat(a) - parseFloat(b);
  return difference || a.localeCompare(b, "en", { numeric: true });
}
all("table.sort").forEach((table) => {
  const heads = Array.from(table.tHead.rows[0].cells);
  const status = make("p", { className: "note", role: "status" });
  const choice = make("select", {}, make("option", { value: "" }, "as it stands"));
  table.parentNode.before(make("p", { className: "narrow" }, labelled("Sort by", choice)), status);
  table.tell = (words) => { status.textContent = words; };
  function sort(column, up) {
    heads.forEach((head, n) => {
      if (n === column) head.setAttribute("aria-sort", up ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    });
    const rows = Array.from(table.tBodies[0].rows).map((row) => [keyOf(row, column), row]);
    rows.sort(([a], [b]) => a === null || b === null
      ? (a === null) - (b === null) : compareKeys(a, b) * (up ? 1 : -1));
    table.tBodies[0].append(...rows.map((pair) => pair[1]));
    choice.value = `${column} ${up}`;
    table.tell(`Sorted by ${textOf(heads[column])}, ${up ? "ascending" : "descending"}.`);
  }
  heads.forEach((head, column) => {
    const name = textOf(head);
    head.replaceChildren(make("button", { type: "button" }, ...head.childNodes));
    head.firstChild.onclick = () => sort(column, head.getAttribute("aria-sort") !== "ascending");
    choice.append(make("option", { value: `${column} true` }, name),
      make("option", { value: `${column} false` }, `${name}, last first`));
  });
  choice.onchange = () => choice.value && sort(parseInt(choice.value, 10), /true/.test(choice.value));
});

// Statements: by account, by origin, stated only.
const said = document.querySelector("table.said");
if (said) {
  const rows = Array.from(said.tBodies[0].rows);
  const only = document.getElementById("only");
  const accounts = (row) => all("a", row.cells[1]).map(textOf);
  const origin = (row) => keyOf(row, 3) || "no origin";
  const choose = (name, options) => {
    const field = make("select", {}, make("option", { value: "" }, "all"),
      ...options.map(([value, words]) => make("option", { value }, words)));
    only.closest("p").append(" ", labelled(name, field));
    field.onchange = show;
    return field;
  };
  const byAccount = choose("Account", all(".card").map((card) => {
    const words = textOf(card.querySelector("h4"));
    return [words.split(" ")[0], words];
  }).concat([["none", "no account"]]));
  const byOrigin = choose("Origin", Array.from(new Set(rows.map(origin))).sort().map((o) => [o, o]));
  function show() {
    let shown = 0;
    rows.forEach((row) => {
      const own = accounts(row);
      const fits = (!byAccount.value || own.includes(byAccount.value)
        || (byAccount.value === "none" && !own.length))
        && (!byOrigin.value || origin(row) === byOrigin.value);
      row.hidden = !fits;
      shown += fits && !(only.checked && row.classList.contains("implied"));
    });
    said.tell(`${shown} of ${rows.length} statements are shown.`);
  }
  only.onchange = show;
  // A link from the text to a statement that is filtered out shows all again.
  addEventListener("hashchange", () => {
    const row = document.getElementById(location.hash.slice(1));
    if (!row || row.offsetParent || !rows.includes(row)) return;
    byAccount.value = byOrigin.value = "";
    only.checked = false;
    show();
    row.scrollIntoView();
  });
}

// A statement's number lights up its words.
["mouseover", "mouseout", "focusin", "focusout"].forEach((type) => {
  document.addEventListener(type, (event) => {
    const link = event.target.closest && event.target.closest(".n[id]");
    if (!link) return;
    all(`[data-s~="${link.id.slice(1)}"]`).forEach((piece) => {
      piece.classList.toggle("on", type === "mouseover" || type === "focusin");
    });
  });
});
addEventListener("beforeprint", () => all("details").forEach((part) => { part.open = true; }));

// Switches: the sums of narratives.drop_one over what is left.
const given = document.getElementById("numbers");
if (given) {
  const data = JSON.parse(given.textContent);
  data.items = data.items.map(([e, weight, ratings, voices]) => ({ e, weight, ratings, voices }));
  const table = document.getElementById("scores");
  const rowOf = new Map(Array.from(table.tBodies[0].rows, (row) => [
    data.accounts.findIndex((_, n) => row.querySelector(`a[href="#a${n + 1}"]`)), row]));
  const status = make("p", { id: "left-out", role: "status" });
  const switches = { items: [], voices: [] };
  const number = (value) => value === null ? "–" : String(+value.toFixed(2)).replace("-", "−");
  const listed = (names) => names.length < 2 ? names.join("")
    : `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;

  function weigh(offItems, offVoices) {
    const left = data.items.filter((item, n) => !offItems.has(n)
      && !(item.voices.length && item.voices.every((voice) => offVoices.has(voice))));
    const scores = data.accounts.map((_, n) => {
      const rated = left.filter((item) => item.ratings[n] !== null);
      const against = rated.filter((item) => item.ratings[n] < 0);
      const sum = against.reduce((total, item) => total - item.ratings[n] * item.weight, 0);
      return {
        score: rated.length ? sum : null,
        rated: rated.length,
        against: against.map((item) => item.e),
        origins: data.sides[n].map((side) => side.filter((voice) => !offVoices.has(voice)).length),
      };
    });
    const order = [];
    scores.map((row, n) => [row.score, n]).filter(([score]) => score !== null)
      .sort((a, b) => a[0] - b[0] || a[1] - b[1]).forEach(([score, n]) => {
        const last = order[order.length - 1];
        if (last && score - last.score <= 1e-9) last.tied.push(n);
        else order.push({ score, tied: [n] });
      });
    order.forEach((rank) => rank.tied.sort((a, b) => a - b));
    return { left, scores, order };
  }
  function inWords(order) {
    if (!order.length) return "No item is rated for any account, so there is no order.";
    if (order.length === 1 && order[0].score === 0) {
      return "Nothing here is rated as contradicting any account, so there is no order: what "
        + "no item speaks against is not thereby supported.";
    }
    if (order.length === 1 && order[0].tied.length === 1) {
      return "Only one account is rated, so there is no order.";
    }
    if (order.length === 1) {
      return `All accounts are contradicted alike (${order[0].score.toFixed(2)}), so there is no order.`;
    }
    return `From the least contradicted: ${order.map((rank) => `${listed(rank.tied.map((n) =>
      `“${data.accounts[n]}”`))} (${rank.score.toFixed(2)})`).join(", then ")}.`;
  }
  const marks = new Map(data.items.map(({ e }) => [String(e), Array.from(
    document.getElementById(`e${e}`).children)]));
  all("[data-e]").forEach((cell) => marks.get(cell.dataset.e).push(cell));
  const marked = Array.from(marks.values());
  const whole = weigh(new Set(), new Set());
  const names = (rank) => rank ? rank.tied.join() : "";
  function fill(cell, now, before) {
    cell.replaceChildren(...now);
    if (before !== undefined && before !== cell.textContent) {
      cell.append(" ", make("small", {}, `was ${before}`));
    }
  }
  function placeOf(result, n) {
    const at = result.order.findIndex((rank) => rank.tied.includes(n));
    if (result.order.length < 2 || at < 0) return "–";
    return String(1 + result.order.slice(0, at).reduce((sum, rank) => sum + rank.tied.length, 0));
  }
  function against(row) {
    return row.against.flatMap((e, n) => [n ? ", " : "", make("a", { href: `#e${e}` }, `E${e}`)])
      .concat(row.against.length ? [] : [row.rated ? "none of them" : "cannot be judged"]);
  }
  function update() {
    const off = (list) => new Set(list.flatMap((box, n) => box.checked ? [] : [n]));
    const offItems = off(switches.items), offVoices = off(switches.voices);
    const now = weigh(offItems, offVoices);
    const changed = offItems.size + offVoices.size > 0;
    rowOf.forEach(({ cells }, n) => {
      const [a, b] = [now.scores[n], whole.scores[n]];
      fill(cells[1], [placeOf(now, n)], placeOf(whole, n));
      fill(cells[2], [make("a", { href: "#items" }, number(a.score))], number(b.score));
      fill(cells[3], [String(a.rated)], String(b.rated));
      fill(cells[4], against(a));
      fill(cells[5], [String(a.origins[0])], String(b.origins[0]));
      fill(cells[6], [String(a.origins[1])], String(b.origins[1]));
    });
    const gone = data.items.filter((item) => !now.left.includes(item)).map((item) => item.e);
    data.items.forEach(({ e }, n) => marked[n].forEach((cell) => {
      cell.classList.toggle("off", gone.includes(e));
    }));
    const dropped = [...offVoices].map((n) => data.voices[n][0]);
    const same = now.order.map(names).join(" ") === whole.order.map(names).join(" ");
    status.textContent = !changed ? `Everything counts: ${data.items.length} items. ${inWords(now.order)}`
      : (dropped.length ? `Without ${listed(dropped)}. ` : "")
      + (gone.length ? `Not counted: ${listed(gone.map((e) => `E${e}`))}. ` : "All items still count. ")
      + inWords(now.order) + (same ? " The order does not change."
        : ` The order changes${names(now.order[0]) === names(whole.order[0])
          ? "" : ", and another account is contradicted least"}.`);
    table.caption.textContent = changed ? "With something left out" : "Everything counts";
  }
  function group(title, boxes, pairs, open) {
    if (!pairs.length) return "";
    const field = make("fieldset", {}, make("legend", {}, `Count ${title}`), ...pairs.map(([n, words]) => {
      boxes[n] = make("input", { type: "checkbox", checked: true, onchange: update });
      return make("label", {}, boxes[n], " ", words);
    }));
    return open ? field : make("details", {}, make("summary", {}, `Leave out ${title}`), field);
  }
  const voices = (kind) => data.voices.flatMap(([name, of], n) => of === kind ? [[n, name]] : []);
  const back = make("button", { type: "button", onclick() {
    [...switches.items, ...switches.voices].forEach((box) => { box.checked = true; });
    update();
  } }, "Count everything again");
  table.before(make("div", { className: "switches" },
    make("p", {}, "Clear a box to leave an origin or an item out. An item falls away when nobody "
      + "else reports it."),
    group("origins", switches.voices, voices("origin"), true),
    group("reports of unknown origin", switches.voices, voices("report")),
    group("single items", switches.items, data.items.map((_, n) =>
      [n, textOf(marked[n].find((cell) => cell.dataset.e))])),
    make("p", {}, back), status));
  table.createCaption();
  update();
}

// Download: one table at a time, out of the archive that the link holds.
const place = document.querySelector(".download");
if (place && window.DecompressionStream) {
  const packed = Uint8Array.from(atob(place.firstElementChild.href.split(",")[1]), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  new Response(stream).arrayBuffer().then((buffer) => {
    const files = new Map();
    const words = (from, size) => new TextDecoder().decode(new Uint8Array(buffer, from, size)).split("\0")[0];
    for (let at = 0; words(at, 100);) {
      const size = parseInt(words(at + 124, 12), 8);
      files.set(words(at, 100), new Blob([new Uint8Array(buffer, at + 512, size)]));
      at += 512 * (1 + Math.ceil(size / 512));
    }
    const choice = make("select", {}, ...Array.from(files.keys(), (name) => make("option", {}, name)));
    place.append(" ", labelled("One table:", choice), " ", make("button", { type: "button", onclick() {
      const href = URL.createObjectURL(files.get(choice.value));
      make("a", { download: choice.value, href }).click();
    } }, "Save"));
  });
}
