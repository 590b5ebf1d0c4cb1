import { IconEye } from '@tabler/icons-react';
import { useState } from 'react';

import { Moment } from '@/components/moment';
import { Quiet } from '@/components/stack';
import type { FoldedLook } from '@/lib/audit/fold';
import { actionWords, detailWords } from '@/lib/audit/words';
import { inSentence, listed } from '@/lib/text';

import page from './contact-page.module.css';
import { Entry } from './timeline-entries';
import css from './timeline.module.css';

const NOBODY = 'Rotunda itself';

/** Looks in a row: one by itself, or all of them behind one line. */
export function Looks({ looks }: { looks: readonly FoldedLook[] }) {
  const [open, setOpen] = useState(false);
  const [newest] = looks;
  if (!newest) return null;
  if (looks.length === 1) return <EventLine look={newest} />;
  const times = looks.reduce((sum, each) => sum + each.times, 0);
  const names = [...new Set(looks.map(({ last }) => last.user?.name ?? NOBODY))];
  return (
    <>
      <Entry icon={<IconEye size={15} aria-hidden />} at={newest.last.at} kind="event">
        <p>
          {times} entries of the access log, by <b>{listed(names)}</b>
        </p>
        <button type="button" className={css.toggle} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Show less' : 'Show them'}
        </button>
      </Entry>
      {open && looks.map((look) => <EventLine key={look.last.id} look={look} />)}
    </>
  );
}

/** Who looked at this person or did something with them; repeats are one line. */
function EventLine({ look: { last, first, times } }: { look: FoldedLook }) {
  const detail = detailWords(last.detail);
  return (
    <Entry icon={<IconEye size={15} aria-hidden />} at={last.at} kind="event">
      <p>
        <b>{last.user?.name ?? NOBODY}</b> {inSentence(actionWords(last))}
        {times > 1 && (
          <Quiet>
            {' '}
            {times} times since <Moment at={first.at} as="clock" />
          </Quiet>
        )}
      </p>
      {detail && <p className={page.about}>{detail}</p>}
    </Entry>
  );
}
