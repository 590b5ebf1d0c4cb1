/** Mirrors rotunda.sections.communication.model.CommunicationView. A field that the viewer may not see is absent. */
import type { Instant, Ref } from '@/api/provenance';

export type Channel = 'email' | 'call' | 'meeting' | 'note';

export interface Entry {
  ref: Ref;
  channel: Channel;
  at: Instant;
  subject?: string;
  text?: string;
  direction?: 'inbound' | 'outbound';
  participants?: string[];
  teammate?: string;
  duration_seconds?: number;
  outcome?: string;
}

export interface ChannelCount {
  channel: Channel;
  count_90d: number;
}

export interface CommunicationView {
  entries?: Entry[];
  last_touch_at?: Instant | null;
  last_touch_channel?: Channel | null;
  last_inbound_at?: Instant | null;
  channels?: ChannelCount[];
  truncated?: boolean;
}
