import css from './safe-html.module.css';

/** Html that the server has made safe: nothing in it runs, loads or is styled, and links open beside this page. */
export function SafeHtml({ html }: { html: string }) {
  return <div className={css.html} dangerouslySetInnerHTML={{ __html: html }} />;
}
