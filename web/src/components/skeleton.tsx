import css from './skeleton.module.css';

/** Grey lines where text will be. */
export function SkeletonLines({ widths }: { widths: readonly string[] }) {
  return (
    <span aria-hidden>
      {widths.map((width, index) => (
        <span key={index} className={css.line} style={{ width }} />
      ))}
    </span>
  );
}

/** A grey area of the final height. */
export function SkeletonBlock({ height }: { height: number }) {
  return <div className={css.block} style={{ height }} aria-hidden />;
}
