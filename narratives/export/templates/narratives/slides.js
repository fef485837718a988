(function () {
  var slides = Array.from(document.querySelectorAll(".slide"));
  var keys = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };
  document.addEventListener("keydown", function (event) {
    var step = keys[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    // In a table that can be scrolled, the arrow keys scroll it.
    var wide = event.target.closest && event.target.closest(".scroll");
    if (wide && wide.scrollWidth > wide.clientWidth && event.key.indexOf("Arrow") === 0) return;
    var middle = window.innerHeight / 2;
    var here = slides.findIndex(function (slide) { return slide.getBoundingClientRect().bottom > middle; });
    if (here < 0) here = slides.length;
    var box = here < slides.length ? slides[here].getBoundingClientRect() : null;
    // What is longer than the screen is read to its end before the slide turns.
    if (step > 0 && box && box.bottom > window.innerHeight + 4) {
      window.scrollBy(0, Math.min(window.innerHeight * 0.85, box.bottom - window.innerHeight));
    } else if (step < 0 && box && box.top < -4) {
      window.scrollBy(0, -Math.min(window.innerHeight * 0.85, -box.top));
    } else {
      var next = slides[Math.max(0, Math.min(slides.length - 1, here + step))];
      next.scrollIntoView();
      history.replaceState(null, "", "#" + next.id);
    }
    event.preventDefault();
  });
})();
