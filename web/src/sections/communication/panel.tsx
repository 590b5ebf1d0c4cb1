import { useState } from 'react';

import { Card } from '@/components/card';
import { ToggleButton } from '@/components/chart-frame';
import { Meter } from '@/components/meter';
import { type Metric, Metrics } from '@/components/metrics';
import { Moment } from '@/components/moment';
import { Quiet, Stack } from '@/components/stack';
import { formatNumber } from '@/lib/numbers';

import type { PanelProps } from '../section-module';
import css from './communication.module.css';
import { EntryItem } from './entry-item';
import type { Channel, ChannelCount, CommunicationView, Entry } from './model';
import { CHANNEL_TITLES } from './words';

export function CommunicationPanel({ view }: PanelProps<CommunicationView>) {
  const [channel, setChannel] = useState<Channel>();
  const entries = (view.entries ?? []).filter((each) => channel === undefined || each.channel === channel);
  return (
    <Stack>
      <Metrics metrics={metricsOf(view)} />
      {view.channels && view.channels.length > 0 && (
        <Card title="Channels, last 90 days">
          <ChannelMix channels={view.channels} />
        </Card>
      )}
      <Card
        title="History"
        aside={<ChannelFilter entries={view.entries ?? []} chosen={channel} onChoose={setChannel} />}
      >
        {entries.length === 0 ? (
          <Quiet>No email, call, meeting or note is known.</Quiet>
        ) : (
          <ul>
            {entries.map((entry) => (
              <EntryItem key={entry.ref.external_id} entry={entry} />
            ))}
          </ul>
        )}
        {view.truncated && <Quiet>Older entries exist in the source than were read.</Quiet>}
      </Card>
    </Stack>
  );
}

function metricsOf({
  last_touch_at: touch,
  last_touch_channel: channel,
  last_inbound_at: inbound,
}: CommunicationView) {
  const metrics: Metric[] = [];
  if (touch !== undefined)
    metrics.push({
      key: 'touch',
      label: 'Last touch',
      value: touch ? <Moment at={touch} /> : 'None known',
      note: channel ? CHANNEL_TITLES[channel] : undefined,
    });
  if (inbound !== undefined)
    metrics.push({
      key: 'inbound',
      label: 'Last from them',
      value: inbound ? <Moment at={inbound} /> : 'None known',
    });
  return metrics;
}

function ChannelMix({ channels }: { channels: readonly ChannelCount[] }) {
  const most = Math.max(1, ...channels.map((each) => each.count_90d));
  return (
    <ul>
      {channels.map(({ channel, count_90d: number }) => (
        <li key={channel} className={css.mix}>
          <span>{CHANNEL_TITLES[channel]}</span>
          <Meter share={number / most} />
          <b>{formatNumber(number)}</b>
        </li>
      ))}
    </ul>
  );
}

interface ChannelFilterProps {
  entries: readonly Entry[];
  chosen: Channel | undefined;
  onChoose: (channel: Channel | undefined) => void;
}

function ChannelFilter({ entries, chosen, onChoose }: ChannelFilterProps) {
  const present = [...new Set(entries.map((each) => each.channel))];
  if (present.length < 2) return null;
  return present.map((channel) => (
    <ToggleButton
      key={channel}
      pressed={chosen === channel}
      onToggle={() => onChoose(chosen === channel ? undefined : channel)}
    >
      {CHANNEL_TITLES[channel]}
    </ToggleButton>
  ));
}
