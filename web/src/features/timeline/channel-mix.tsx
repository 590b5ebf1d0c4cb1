import { useQuery } from '@tanstack/react-query';

import type { ChannelBar, ChannelMix as Mix } from '@/api/timeline';
import { Card } from '@/components/card';
import { SkeletonBlock } from '@/components/skeleton';
import { Quiet } from '@/components/stack';
import type { Customer } from '@/lib/customers';
import { count } from '@/lib/numbers';
import { formatMonth, formatMonthLong } from '@/lib/time';

import css from './channel-mix.module.css';
import { channelMixQuery } from './timeline-query';

const HEIGHT = 74;

type Channel = Mix['channels'][number];

const TITLES: Record<Channel, string> = { email: 'Emails', call: 'Calls', meeting: 'Meetings' };

/** How much was written, called and met, month by month in the last year. */
export function ChannelMix({ customer }: { customer: Customer }) {
  const { data, error } = useQuery(channelMixQuery(customer));
  if (error) return null;
  return (
    <Card
      title="Channels"
      testId="channel-mix"
      aside={
        data && (
          <span className={css.legend}>
            {data.channels.map((each) => (
              <span key={each} className={css[each]}>
                {TITLES[each]}
              </span>
            ))}
          </span>
        )
      }
    >
      <div style={{ minHeight: HEIGHT + 18 }}>
        {data ? <Bars mix={data} /> : <SkeletonBlock height={HEIGHT} />}
      </div>
    </Card>
  );
}

const total = (bar: ChannelBar, channels: readonly Channel[]): number =>
  channels.reduce((sum, each) => sum + bar[each], 0);

function Bars({ mix: { bars, channels } }: { mix: Mix }) {
  const most = Math.max(1, ...bars.map((bar) => total(bar, channels)));
  if (channels.length === 0) return <Quiet>Who wrote, called and met is not part of your role.</Quiet>;
  return (
    <>
      <ol className={css.bars} aria-hidden>
        {bars.map((bar) => (
          <li key={bar.start} title={wordsOf(bar, channels)}>
            <span className={css.bar} style={{ height: HEIGHT }}>
              {channels.map((each) => (
                <span key={each} className={css[each]} style={{ height: (bar[each] / most) * HEIGHT }} />
              ))}
            </span>
            <span className={css.month}>{formatMonth(bar.start.slice(0, 7))}</span>
          </li>
        ))}
      </ol>
      <ul className="visually-hidden">
        {bars.map((bar) => (
          <li key={bar.start}>{wordsOf(bar, channels)}</li>
        ))}
      </ul>
    </>
  );
}

const SINGULAR: Record<Channel, string> = { email: 'email', call: 'call', meeting: 'meeting' };

const wordsOf = (bar: ChannelBar, channels: readonly Channel[]): string =>
  `${formatMonthLong(bar.start.slice(0, 7))}: ${channels.map((each) => count(bar[each], SINGULAR[each])).join(', ')}`;
