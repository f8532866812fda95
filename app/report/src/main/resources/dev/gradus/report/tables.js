// Marks tables that are wider than the window, as long as there is more of them to the right.

for (const box of document.querySelectorAll('.scroll')) {
  const update = () => {
    const hidden = box.scrollWidth - box.clientWidth;
    box.classList.toggle('wider', hidden > 1);
    box.classList.toggle('more', hidden - box.scrollLeft > 1);
  };
  new ResizeObserver(update).observe(box);
  box.addEventListener('scroll', update, {passive: true});
}
