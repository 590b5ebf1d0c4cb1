import { MadeValue } from '@/components/made-value';
import type { Metric } from '@/components/metrics';
import { Sparkline } from '@/components/sparkline';
import { formatNumber, formatRatio } from '@/lib/numbers';
import { formatMinutes } from '@/lib/time';

import type { SupportView } from './model';
import { severityWords } from './words';

/** How support goes, as far as the viewer may see it. */
export function metricsOf(view: SupportView): Metric[] {
  return [openCount(view), satisfaction(view), firstReply(view), escalations(view), perWeek(view)].filter(
    (metric) => metric !== undefined,
  );
}

function openCount({ open_count: open, open_by_severity: bySeverity }: SupportView): Metric | undefined {
  if (open === undefined) return undefined;
  return { key: 'open', label: 'Open', value: formatNumber(open), note: severityWords(bySeverity) };
}

function satisfaction({ satisfaction_90d: csat }: SupportView): Metric | undefined {
  if (csat === undefined) return undefined;
  const value = csat ? (
    <MadeValue label="customer satisfaction" made={csat.made}>
      {formatRatio(csat.value)}
    </MadeValue>
  ) : (
    'No rating'
  );
  return { key: 'csat', label: 'Satisfaction, 90 days', value };
}

function firstReply({ median_first_reply_minutes_90d: reply }: SupportView): Metric | undefined {
  if (reply === undefined) return undefined;
  const value = reply ? (
    <MadeValue label="median first reply" made={reply.made}>
      {formatMinutes(reply.value)}
    </MadeValue>
  ) : (
    'None yet'
  );
  return { key: 'reply', label: 'Median first reply', value };
}

function escalations({ escalations_90d: escalated }: SupportView): Metric | undefined {
  if (escalated === undefined) return undefined;
  return { key: 'escalated', label: 'Escalated, 90 days', value: formatNumber(escalated) };
}

function perWeek({ created_by_week: weeks }: SupportView): Metric | undefined {
  if (!weeks?.length) return undefined;
  const label = `New tickets per week, oldest first: ${weeks.join(', ')}`;
  return {
    key: 'weeks',
    label: 'New per week',
    value: <Sparkline values={weeks} label={label} height={24} />,
  };
}
