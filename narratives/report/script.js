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
