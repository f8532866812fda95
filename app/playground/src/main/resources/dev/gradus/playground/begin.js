// The style sheet and the script of the page are packed with the engine: the style applies before anything is shown.
{
  const [style, script] = Gradus.page();
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets = [sheet];
  addEventListener('DOMContentLoaded', () => new Function(script)());
}
