document.querySelectorAll("table.sort").forEach(function (table) {
  Array.from(table.tHead.rows[0].cells).forEach(function (head, column) {
    var button = document.createElement("button");
    button.type = "button";
    while (head.firstChild) button.append(head.firstChild);
    head.append(button);
    button.addEventListener("click", function () {
      var up = head.getAttribute("aria-sort") !== "ascending";
      table.tHead.querySelectorAll("th").forEach(function (h) { h.removeAttribute("aria-sort"); });
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      var rows = Array.from(table.tBodies[0].rows);
      rows.sort(function (a, b) {
        return a.cells[column].textContent.trim().localeCompare(
          b.cells[column].textContent.trim(), undefined, { numeric: true }) * (up ? 1 : -1);
      });
      table.tBodies[0].append.apply(table.tBodies[0], rows);
    });
  });
});
["mouseover", "mouseout", "focusin", "focusout"].forEach(function (type) {
  document.addEventListener(type, function (event) {
    var link = event.target.closest && event.target.closest("[data-n]");
    if (!link) return;
    document.querySelectorAll('[data-s~="' + link.dataset.n + '"]').forEach(function (piece) {
      piece.classList.toggle("on", type === "mouseover" || type === "focusin");
    });
  });
});
window.addEventListener("beforeprint", function () {
  document.querySelectorAll("details").forEach(function (part) { part.open = true; });
});
(function () {
  var place = document.querySelector(".download");
  if (!place || !window.DecompressionStream) return;
  var zip = Uint8Array.from(atob(place.firstElementChild.href.split(",")[1]), function (c) {
    return c.charCodeAt(0);
  });
  var view = new DataView(zip.buffer);
  var start = 30 + view.getUint16(26, true) + view.getUint16(28, true);
  var packed = new Blob([zip.subarray(start, start + view.getUint32(18, true))]).stream();
  function cell(value) {
    if (value === null) return "";
    if (typeof value === "object") value = JSON.stringify(value);
    // A spreadsheet would run a text that begins like a formula.
    if (typeof value === "string" && /^[=+\-@\t\r]/.test(value)) value = "'" + value;
    value = String(value);
    return /[",\r\n]/.test(value) ? '"' + value.replace(/"/g, '""') + '"' : value;
  }
  new Response(packed.pipeThrough(new DecompressionStream("deflate-raw"))).json().then(function (all) {
    var label = document.createElement("label");
    var choice = document.createElement("select");
    Object.keys(all.tables).forEach(function (name) { choice.add(new Option(name.replace(/_/g, " "), name)); });
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = "Save as CSV";
    button.addEventListener("click", function () {
      var table = all.tables[choice.value];
      var lines = [table.columns].concat(table.rows).map(function (row) { return row.map(cell).join(","); });
      var link = document.createElement("a");
      link.download = choice.value + ".csv";
      link.href = "data:text/csv;charset=utf-8," + encodeURIComponent("\ufeff" + lines.join("\r\n") + "\r\n");
      link.click();
    });
    label.append("One table: ", choice);
    place.append(" ", label, " ", button);
  });
})();
