import { inkOn } from '@/lib/colors';
import { useSource } from '@/lib/sources';

import { cx } from '@/lib/cx';

import css from './source-mark.module.css';

interface SourceMarkProps {
  source: string;
  large?: boolean;
}

/** A source's initial on its colour. Its name stands beside it or in its title. */
export function SourceMark({ source, large = false }: SourceMarkProps) {
  const { title, brand_color } = useSource(source);
  return (
    <span
      className={cx(css.mark, large && css.large)}
      style={{ background: brand_color, color: inkOn(brand_color) }}
      title={title}
      aria-hidden
    >
      {title.charAt(0)}
    </span>
  );
}

/** The mark of a value that is not ours, with the source's name for ears. */
export function FromSource({ source }: { source: string }) {
  const { title } = useSource(source);
  return (
    <>
      <SourceMark source={source} />
      <span className="visually-hidden">from {title}</span>
    </>
  );
}
