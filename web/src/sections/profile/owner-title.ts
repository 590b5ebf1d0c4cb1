import { inWords } from '@/lib/text';

const TITLES: Record<string, string> = { csm: 'CSM', ae: 'AE', owner: 'owner' };

/** "CSM", "AE", "owner": how an owner's role is written after a name. */
export const ownerTitle = (role: string): string => TITLES[role] ?? inWords(role).toLowerCase();
