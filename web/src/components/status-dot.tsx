import type { Tone } from '@/api/page';

import { cx } from '@/lib/cx';

import css from './status-dot.module.css';

const MEANING: Record<Tone, string> = {
  red: 'Needs action',
  yellow: 'Needs attention',
  green: 'Good',
  blue: 'Worth knowing',
  grey: 'Nothing to judge by',
};

/** A dot whose colour is also said in words, for ears and for eyes that cannot tell the colours apart. */
export function StatusDot({ tone, why }: { tone: Tone; why?: string }) {
  const words = why ? `${MEANING[tone]}: ${why}` : MEANING[tone];
  return (
    <span className={cx(css.dot, css[tone])} data-tone={tone} title={words}>
      <span className="visually-hidden">{words}</span>
    </span>
  );
}
