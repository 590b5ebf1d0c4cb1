/** An account or a contact, as paths and keys name it. */
export interface Customer {
  of: 'accounts' | 'contacts';
  id: string;
}

export const customerPath = ({ of, id }: Customer): string => `/${of}/${encodeURIComponent(id)}`;

/** Where its page is kept. */
export const pageKeyOf = ({ of, id }: Customer) => [of === 'accounts' ? 'account' : 'contact', id] as const;

/** All of its histories. */
export const historyKeyOf = ({ of, id }: Customer) => ['history', of, id] as const;

/** All that happened with it. */
export const timelineKeyOf = ({ of, id }: Customer) => ['timeline', of, id] as const;

/** What teammates wrote about it. */
export const writtenKeyOf = ({ of, id }: Customer) => ['written', of, id] as const;
