import type { Severity, SignalKind, SignalOwner, SuggestedAction } from '@/api/signals';
import type { BadgeTone } from '@/components/badge';
import { inWords } from '@/lib/text';

export const OWNERS: readonly { owner: SignalOwner; title: string }[] = [
  { owner: 'mine', title: 'Mine' },
  { owner: 'team', title: 'My team' },
  { owner: 'everyone', title: 'Everyone' },
];

export const SEVERITIES: Record<Severity, string> = { high: 'High', medium: 'Medium', low: 'Low' };

/** A chance is green, a risk as red as it is pressing. */
export const toneOf = (kind: SignalKind, severity: Severity): BadgeTone => {
  if (kind === 'seats_nearly_full') return 'green';
  return severity === 'high' ? 'red' : severity === 'medium' ? 'orange' : 'grey';
};

export const kindWords = (kind: SignalKind): string => inWords(kind);

const encoded = (text: string): string => encodeURIComponent(text.replaceAll('\n', '\r\n'));

/** A draft in the reader's own mail program. */
export const mailDraft = ({ subject = '', text = '' }: SuggestedAction, to = ''): string =>
  `mailto:${encodeURI(to)}?subject=${encoded(subject)}&body=${encoded(text)}`;
