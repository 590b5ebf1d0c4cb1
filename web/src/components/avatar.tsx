import { useState } from 'react';

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

/** The logo of a company over its initials: where there is no logo, the initials stay. */
export function CompanyLogo({ name, src }: { name: string; src: string }) {
  const [missing, setMissing] = useState(false);
  return (
    <span className={cx(css.avatar, css.logo)} aria-hidden>
      {initials(name)}
      {missing ? null : <img className={css.image} src={src} alt="" onError={() => setMissing(true)} />}
    </span>
  );
}
