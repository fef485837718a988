const slides = [...document.querySelectorAll(".slide")];
const steps = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1, Home: -1000, End: 1000 };
document.addEventListener("keydown", (event) => {
  const step = steps[event.key];
  if (!step || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  const middle = innerHeight / 2;
  const here = Math.max(0, slides.findIndex((slide) => slide.getBoundingClientRect().bottom > middle));
  slides[Math.max(0, Math.min(slides.length - 1, here + step))].scrollIntoView();
  event.preventDefault();
});
