import { bucketOf, initials } from '@/lib/text';

import { cx } from '@/lib/cx';

import css from './avatar.module.css';

const TONES = [css.tone0, css.tone1, css.tone2, css.tone3, css.tone4];

/** Initials of a person, in a colour that stays the same for the same name. */
export function Avatar({ name }: { name: string }) {
  return (
    <span className={cx(css.avatar, TONES[bucketOf(name, TONES.length)])} aria-hidden>
      {initials(name)}
    </span>
  );
}

/** Initials of a company. */
export function CompanyLogo({ name }: { name: string }) {
  return (
    <span className={cx(css.avatar, css.logo)} aria-hidden>
      {initials(name)}
    </span>
  );
}
