/** What opens below its button would open out of sight at the end of a channel or form: there it opens above. */
export function opensUp(opener: Element, heightPx: number): boolean {
  const around = opener.closest('.scroller, .form-body')?.getBoundingClientRect();
  const { top, bottom } = opener.getBoundingClientRect();
  const above = top - (around?.top ?? 0);
  const below = (around?.bottom ?? window.innerHeight) - bottom;
  return below < heightPx && above > below;
}
